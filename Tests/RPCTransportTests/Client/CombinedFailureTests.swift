import EventLoop
import Testing

@testable import RPCTransport

@Suite("What is said of several addresses")
struct CombinedFailureTests {
    private func failure(_ number: Int, _ reason: ConnectionFailure.Reason, host: String? = nil) throws
        -> ConnectionFailure
    {
        let numeric = Endpoint(host: "127.0.0.\(number)", port: 1)
        let address = try #require(try SocketAddress.resolve(numeric).first)
        let server = ServerAddress(endpoint: host.map { Endpoint(host: $0, port: 1) } ?? numeric, address: address)
        return ConnectionFailure(connectingTo: server, reason, "cause \(number)")
    }

    @Test("One is what it is")
    func one() throws {
        let failure = try failure(1, .refused)
        let combined = try #require(ConnectionFailure(combining: [failure]))
        #expect(combined.message == "cannot connect to 127.0.0.1:1: cause 1")
        #expect(combined.reason == .refused)
        #expect(ConnectionFailure(combining: []) == nil)
    }

    @Test("The first of those that say most leads, and the others follow with their addresses")
    func several() throws {
        let failures = [
            try failure(1, .refused), try failure(2, .timeout, host: "b"), try failure(3, .closedByServer),
            try failure(4, .closedByServer),
        ]
        let combined = try #require(ConnectionFailure(combining: failures))
        #expect(combined.reason == .closedByServer)
        #expect(combined.isUnprocessed)
        #expect(
            combined.message == "cannot connect to 127.0.0.3:1: cause 3; nor to 127.0.0.1:1: cause 1; "
                + "nor to b:1 at 127.0.0.2:1: cause 2; nor to 127.0.0.4:1: cause 4")
    }

    @Test("Of many some are named")
    func many() throws {
        let combined = try #require(ConnectionFailure(combining: try (1...100).map { try failure($0, .refused) }))
        #expect(combined.message.hasSuffix("; nor to 127.0.0.4:1: cause 4; nor to 96 more"))
    }

    @Test("As long as one of them may pass, another attempt makes sense")
    func passing() throws {
        let lasting = try failure(1, .tls(.expired))
        #expect(ConnectionFailure(combining: [lasting, lasting])?.mayPass == false)
        #expect(ConnectionFailure(combining: [lasting, try failure(2, .refused)])?.mayPass == true)
        #expect(try failure(1, .tls(.endedInHandshake)).mayPass)
    }
}
