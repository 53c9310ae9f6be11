import RPCCore
import Testing

@Suite("The method table")
struct MethodTableTests {
    private struct Service: RPCService {
        let methods: [RPCMethod]
    }

    @Test("Finds every method by its path, and nothing else", arguments: [0, 1, 4, 5, 100])
    func lookup(count: Int) {
        let methods = (0..<count).map { number in
            RPCMethod(service: "test.Service\(number % 3)", name: "Method\(number)") { _, _ in
                .reply(UnaryReply(.empty))
            }
        }
        let table = MethodTable([Service(methods: methods)])
        for method in methods { #expect(find("/\(method.service)/\(method.name)", in: table) === method) }
        for path in ["", "/", "/test.Service0", "/test.Service0/", "test.Service0/Method0", "/test.Service0/Method0/"] {
            #expect(find(path, in: table) == nil)
        }
        #expect(table.offers(service: "test.Service0") == (count > 0))
        #expect(!table.offers(service: "test.Service9"))
    }

    @Test("Keeps the first of two methods with one path")
    func duplicate() {
        let first = RPCMethod(service: "a", name: "B") { _, _ in .detached }
        let second = RPCMethod(service: "a", name: "B") { _, _ in .detached }
        let table = MethodTable([Service(methods: [first]), Service(methods: [second])])
        #expect(find("/a/B", in: table) === first)
        #expect(table.methods.count == 1)
    }

    private func find(_ path: String, in table: MethodTable) -> RPCMethod? {
        Array(path.utf8).withUnsafeBytes { table.index(path: $0) }.map { table.methods[$0] }
    }
}
