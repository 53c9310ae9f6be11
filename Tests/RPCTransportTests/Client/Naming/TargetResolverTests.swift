import EventLoop
import Testing

@testable import RPCTransport

@Suite("Resolving a target")
struct TargetResolverTests {
    /// Finds the addresses that the table has for a host.
    private func resolver(_ target: String, _ table: [String: [String]]) throws -> TargetResolver {
        TargetResolver(try #require(RPCTarget(target))) { endpoint throws(ResolutionError) in
            guard let hosts = table[endpoint.host] else {
                throw ResolutionError(host: endpoint.host, reason: "no such name")
            }
            var addresses: [SocketAddress] = []
            for host in hosts { addresses += try SocketAddress.resolve(Endpoint(host: host, port: endpoint.port)) }
            return addresses
        }
    }

    @Test("All endpoints' addresses are found, each once, families in turn, and each keeps its endpoint")
    func several() throws {
        let table = ["a": ["::1", "127.0.0.2"], "b": ["127.0.0.3", "::1"]]
        let found = try resolver("a:1,b:1", table).addresses()
        #expect(
            found.map(\.description) == ["a:1 at [::1]:1", "a:1 at 127.0.0.2:1", "b:1 at 127.0.0.3:1"])
    }

    @Test("An endpoint without an address does not matter while another has one")
    func oneFails() throws {
        #expect(try resolver("x:1,a:1", ["a": ["127.0.0.1"]]).addresses().map(\.endpoint.host) == ["a"])
    }

    @Test("When none has an address the first one's failure is told")
    func allFail() throws {
        #expect(throws: ResolutionError(host: "x", reason: "no such name")) { try resolver("x:1,y:1", [:]).addresses() }
        #expect(throws: ResolutionError(host: "x:1", reason: "it has no address")) {
            try resolver("x:1", ["x": []]).addresses()
        }
    }

    @Test("No more addresses than the limit are used")
    func limit() throws {
        let many = (0...255).map { "127.0.1.\($0)" } + (0...255).map { "127.0.2.\($0)" }
        #expect(try resolver("a:1", ["a": many]).addresses().count == TargetResolver.addressCountMax)
    }
}
