import COpenSSL
import Testing

@testable import RPCTransport

@Suite("TLS servers and clients that are not ours")
struct ForeignPeerTests {
    struct Refusal: Sendable {
        var version = TLS1_3_VERSION
        var protocols: [String]
        let reason: TLSError.Reason
        let alert: Int32
    }

    @Test(
        "A client that cannot be served learns why",
        arguments: [
            Refusal(
                version: TLS1_2_VERSION, protocols: ["h2"], reason: .protocolVersion, alert: SSL_AD_PROTOCOL_VERSION),
            Refusal(protocols: [], reason: .noHTTP2, alert: SSL_AD_NO_APPLICATION_PROTOCOL),
            Refusal(protocols: ["http/1.1", "h3"], reason: .noHTTP2, alert: SSL_AD_NO_APPLICATION_PROTOCOL),
        ])
    func refusal(_ refusal: Refusal) throws {
        let (server, plaintext) = try server()
        let client = try ForeignPeer(maximumVersion: refusal.version, protocols: refusal.protocols)
        let error = #expect(throws: TLSError.self) {
            try server.receive(client.advance([]), into: plaintext)
        }
        #expect(error?.reason == refusal.reason)
        #expect(error?.isFromPeer == false)
        _ = client.advance(Array(server.output.bytes))
        #expect(client.alert == refusal.alert)
    }

    @Test(
        "HTTP/2 is selected wherever it stands in the offer", arguments: [["h2"], ["http/1.1", "h2"], ["h2", "h3"]])
    func selection(protocols: [String]) throws {
        let (server, plaintext) = try server()
        let client = try ForeignPeer(protocols: protocols)
        try server.receive(client.advance([]), into: plaintext)
        try server.receive(client.advance(Array(server.output.bytes)), into: plaintext)
        #expect(server.state == .established)
    }

    private func server() throws -> (TLSConnection, ByteBuffer) {
        let context = try TLSContext.server(identity: try TLSFixture.identity(of: try TLSFixture.authority()))
        return (.server(context: context, output: ByteBuffer(capacity: 1)), ByteBuffer(capacity: 1))
    }
}
