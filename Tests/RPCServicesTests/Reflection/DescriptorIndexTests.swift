import Testing

@testable import RPCServices

@Suite("Descriptor index")
struct DescriptorIndexTests {
    private typealias Write = DescriptorBytes

    /// A message and all that can be in one, and an enum beside it.
    private static let base: [UInt8] = {
        let nested = Write.message(3, Write.text(1, "Inner"), Write.message(2, Write.text(1, "depth")))
        let nestedEnum = Write.message(4, Write.text(1, "Shade"), Write.message(2, Write.text(1, "DARK")))
        let message = Write.message(
            4, Write.text(1, "Base"), Write.message(2, Write.text(1, "id")), nested, nestedEnum,
            Write.message(8, Write.text(1, "choice")))
        let color = Write.message(5, Write.text(1, "Color"), Write.message(2, Write.text(1, "RED")))
        return Write.message(1, Write.text(1, "p/base.proto"), Write.text(2, "p"), message, color)
    }()

    /// A service, and extensions of that message, at the top and inside another.
    private static let user: [UInt8] = {
        let service = Write.message(6, Write.text(1, "Painter"), Write.message(2, Write.text(1, "Paint")))
        let field = Write.message(7, Write.text(1, "extra"), Write.text(2, ".p.Base"), Write.number(3, 1000))
        let inner = Write.message(6, Write.text(1, "more"), Write.text(2, ".p.Base"), Write.number(3, 200))
        let scope = Write.message(4, Write.text(1, "Scope"), inner)
        return Write.message(
            1, Write.text(1, "p/user.proto"), Write.text(2, "p"), Write.text(3, "p/base.proto"), service, field, scope)
    }()
    private let index = DescriptorIndex([base + user])

    @Test(
        "Everything a file declares leads to it by its full name",
        arguments: [
            "p.Base", "p.Base.id", "p.Base.Inner", "p.Base.Inner.depth", "p.Base.Shade", "p.Base.DARK", "p.Base.choice",
            "p.Color", "p.RED",
        ])
    func symbolsOfBase(symbol: String) { #expect(index.file(symbol: symbol)?.name == "p/base.proto") }

    @Test(
        "So do services, methods and extensions",
        arguments: ["p.Painter", "p.Painter.Paint", "p.extra", "p.Scope.more"])
    func symbolsOfUser(symbol: String) { #expect(index.file(symbol: symbol)?.name == "p/user.proto") }

    @Test(
        "What is not declared leads nowhere",
        arguments: ["", "p", "Base", ".p.Base", "p.Color.RED", "p.Painter.", "p.Base.Inner.id", "p.base"])
    func unknownSymbols(symbol: String) { #expect(index.file(symbol: symbol) == nil) }

    @Test("Extensions are found by message and number")
    func extensions() {
        #expect(index.file(extending: "p.Base", number: 1000)?.name == "p/user.proto")
        #expect(index.file(extending: "p.Base", number: 1) == nil)
        #expect(index.extensionNumbers(of: "p.Base") == [200, 1000])
        #expect(index.extensionNumbers(of: "p.Scope") == [])
        #expect(index.extensionNumbers(of: "p.Painter") == nil)
    }

    @Test("A file comes with all it imports, once, itself first")
    func closure() throws {
        let user = try #require(index.file(name: "p/user.proto"))
        #expect(index.closure(of: user).map(\.name) == ["p/user.proto", "p/base.proto"])
    }

    @Test(
        "The protos of the standard services are there without being given",
        arguments: ["grpc.health.v1.Health.Check", "grpc.reflection.v1.ServerReflection", "google.rpc.ErrorInfo"])
    func ownSymbols(symbol: String) { #expect(index.file(symbol: symbol) != nil) }

    @Test("A set that is cut off loses files and nothing else")
    func truncated() {
        for count in stride(from: 0, to: Self.base.count, by: 7) {
            let index = DescriptorIndex([Array(Self.base[..<count])])
            #expect(index.file(symbol: "grpc.health.v1.Health") != nil)
            #expect(index.file(name: "p/base.proto") == nil)
        }
    }
}
