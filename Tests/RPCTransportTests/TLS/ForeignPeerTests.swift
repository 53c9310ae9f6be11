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

    @Test("A client may change its keys some times, and we change ours when it asks", arguments: [false, true])
    func keyChanges(isMutual: Bool) throws {
        let (server, plaintext, client) = try established()
        let count = TLSConnection.lateMessageCountMax / (isMutual ? 2 : 1)
        try server.receive(client.changeKeys(count, isMutual: isMutual), into: plaintext)
        try server.receive(client.send([1, 2, 3]), into: plaintext)
        #expect(plaintext.bytes.elementsEqual([1, 2, 3]))
        #expect(server.output.isEmpty != isMutual)
        try server.send([4, 5, 6])
        #expect(client.receive(Array(server.output.bytes)) == [4, 5, 6])
    }

    @Test("A client that goes on changing its keys is ended", arguments: [false, true])
    func keyFlood(isMutual: Bool) throws {
        let (server, plaintext, client) = try established()
        let count = TLSConnection.lateMessageCountMax / (isMutual ? 2 : 1)
        let flood = client.changeKeys(count + 1, isMutual: isMutual)
        let error = #expect(throws: TLSError.self) { try server.receive(flood, into: plaintext) }
        #expect(error?.message == "the client changes its keys again and again")
        #expect(server.state == .failed)
    }

    @Test("A client that sends much may change its keys more often")
    func earnedKeyChanges() throws {
        let (server, plaintext, client) = try established()
        try server.receive(client.changeKeys(TLSConnection.lateMessageCountMax, isMutual: false), into: plaintext)
        let data = [UInt8](repeating: 7, count: 16_384)
        for _ in 0..<2 {
            for _ in 0..<TLSConnection.byteCountPerLateMessage / data.count {
                try server.receive(client.send(data), into: plaintext)
            }
            try server.receive(client.changeKeys(1, isMutual: false), into: plaintext)
        }
        #expect(throws: TLSError.self) {
            try server.receive(client.changeKeys(1, isMutual: false), into: plaintext)
        }
    }

    @Test("A ticket, where any are given, is good with the context that gave it and no other, and not for early data")
    func tickets() throws {
        let identity = try TLSFixture.identity(of: try TLSFixture.authority())
        let context = try TLSContext.server(identity: identity, sessionTicketCount: 1)
        let session = try #require(try connected(to: context).takeSession())
        defer { SSL_SESSION_free(session) }
        #expect(SSL_SESSION_has_ticket(session) == 1)
        #expect(SSL_SESSION_get_max_early_data(session) == 0)
        #expect(try connected(to: context, session: session).hasResumed)
        let other = try TLSContext.server(identity: identity, sessionTicketCount: 1)
        #expect(try !connected(to: other, session: session).hasResumed)
        let none = try #require(try connected(to: .server(identity: identity)).takeSession())
        defer { SSL_SESSION_free(none) }
        #expect(SSL_SESSION_has_ticket(none) == 0)
    }

    /// A client that has shaken hands and heard what the server says behind that.
    private func connected(to context: TLSContext, session: OpaquePointer? = nil) throws -> ForeignPeer {
        let server = TLSConnection.server(context: context, output: ByteBuffer(capacity: 1))
        let client = try ForeignPeer(protocols: ["h2"], session: session)
        let plaintext = ByteBuffer(capacity: 1)
        try server.receive(client.advance([]), into: plaintext)
        let flight = Array(server.output.bytes)
        server.output.removeAll()
        try server.receive(client.advance(flight), into: plaintext)
        try server.send([1])
        #expect(client.receive(Array(server.output.bytes)) == [1])
        return client
    }

    private func established() throws -> (TLSConnection, ByteBuffer, ForeignPeer) {
        let (server, plaintext) = try server()
        let client = try ForeignPeer(protocols: ["h2"])
        try server.receive(client.advance([]), into: plaintext)
        try server.receive(client.advance(Array(server.output.bytes)), into: plaintext)
        server.output.removeAll()
        return (server, plaintext, client)
    }

    private func server() throws -> (TLSConnection, ByteBuffer) {
        let context = try TLSContext.server(identity: try TLSFixture.identity(of: try TLSFixture.authority()))
        return (.server(context: context, output: ByteBuffer(capacity: 1)), ByteBuffer(capacity: 1))
    }
}
