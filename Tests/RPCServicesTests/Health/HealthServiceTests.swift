import RPCCore
import RPCServices
import Testing
import WireMessages

@Suite("Health service")
struct HealthServiceTests {
    private let registry = HealthRegistry(services: ["a.B"])

    @Test("Check answers for the whole server and for a service", arguments: ["", "a.B"])
    func check(service: String) throws {
        for status in [ServingStatus.notServing, .serving] {
            registry.set(status, for: service)
            let reply = try call("Check", HealthMessages.checkRequest(service: service))
            #expect(try reply.withMessage(HealthMessages.status(fromCheckReply:)) == status)
        }
    }

    @Test("Check for a service that is not there is NOT_FOUND with a reason")
    func unknownService() throws {
        let error = #expect(throws: RPCError.self) { try call("Check", HealthMessages.checkRequest(service: "x.Y")) }
        #expect(error?.code == .notFound)
        #expect(error?.statusDetails?.reason == "UNKNOWN_SERVICE")
        #expect(error?.statusDetails?.attachment == .resource(.init(type: "grpc.service", name: "")))
    }

    @Test(
        "A request that is no message is INVALID_ARGUMENT",
        arguments: [[0x0A], [0x0A, 0x01, 0xFF], [0x0A, 0x01, 0x00], [0x0B]] as [[UInt8]])
    func malformed(request: [UInt8]) throws {
        let error = #expect(throws: RPCError.self) { try call("Check", request) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.statusDetails?.reason == "MALFORMED_MESSAGE")
    }

    @Test("List names every service")
    func list() throws {
        registry.set(.serving, for: "a.B")
        let reply = try call("List", [])
        #expect(try reply.withMessage(HealthMessages.statuses(fromListReply:)) == ["": .notServing, "a.B": .serving])
    }

    @Test("List refuses to name more than a hundred services")
    func listLimit() throws {
        for index in 0..<98 { registry.set(.serving, for: "service\(index)") }
        #expect(try call("List", []).withMessage(HealthMessages.statuses(fromListReply:)).count == 100)
        registry.set(.serving, for: "one.too.Many")
        let error = #expect(throws: RPCError.self) { try call("List", []) }
        #expect(error?.code == .resourceExhausted)
    }

    private func call(_ method: String, _ request: [UInt8]) throws -> MessageFrame {
        let method = try #require(HealthService(registry: registry).methods.first { $0.name == method })
        let handler = try #require(method.immediateHandler)
        let answer = try request.withUnsafeBytes { try handler($0, StubCall(method: method)) }
        guard case .reply(let reply) = answer else { throw RPCError(.internal, "detached") }
        return reply.frame
    }
}

/// A call without a connection.
private final class StubCall: ServerCall {
    let method: RPCMethod
    let peer = "ipv4:127.0.0.1:1"
    let metadata = Metadata()
    let deadline = Deadline.never
    let wakeUpNanoseconds: UInt64 = 0

    init(method: RPCMethod) { self.method = method }

    func detach() -> PendingReply { PendingReply(deadline: deadline) { _ in } }
}
