import EventLoop
import Testing

@testable import RPCTransport

@Suite("Targets")
struct RPCTargetTests {
    @Test(
        "A target is one endpoint or several",
        arguments: [
            ("localhost:7443", "localhost:7443"), ("a:1,[::1]:2", "a:1,[::1]:2"), ("a:1, b:2 ,c:3", "a:1,b:2,c:3"),
        ])
    func reads(text: String, canonical: String) throws {
        #expect(try #require(RPCTarget(text)).description == canonical)
    }

    @Test(
        "What names no place to connect to is no target", arguments: ["", ",", "a:1,", "a", "a:0", "a:1,b", "a:1 b:2"])
    func refuses(text: String) { #expect(RPCTarget(text) == nil) }

    @Test("The list of endpoints has a limit")
    func limit() {
        let most = Array(repeating: "a:1", count: RPCTarget.endpointCountMax)
        #expect(RPCTarget(most.joined(separator: ","))?.endpoints.count == RPCTarget.endpointCountMax)
        #expect(RPCTarget((most + ["a:1"]).joined(separator: ",")) == nil)
    }
}
