import Testing

@testable import RPCTransport

@Suite("The first bytes of a peer")
struct PeerOpeningTests {
    private func opening(_ bytes: some Sequence<UInt8>, chunkByteCount: Int = 2) -> PeerOpening {
        var opening = PeerOpening()
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            rest.prefix(chunkByteCount).withUnsafeBytes { opening.receive($0) }
            rest = rest.dropFirst(chunkByteCount)
        }
        return opening
    }

    @Test(
        "Tell what a peer speaks that speaks no TLS",
        arguments: [
            ("GET / HTTP/1.1", "plain HTTP/1"), ("HTTP/1.1 400", "plain HTTP/1"), ("PRI * HTTP/2.0", "plain HTTP/2"),
            ("\0\0\u{12}\u{4}\0", "plain HTTP/2"), ("SSH-2.0", "something else"), ("x", "something else"),
        ])
    func notTLS(text: String, guess: String) {
        let error = opening(text.utf8).notTLS(peer: "client")
        #expect(error?.reason == .notTLS)
        #expect(error?.message == "the client does not speak TLS: it sent \(guess)")
    }

    @Test(
        "Are no fault when they may begin a record, or there are none",
        arguments: [[], [20], [22, 3, 1], [23], [21]] as [[UInt8]])
    func mayBeTLS(bytes: [UInt8]) {
        #expect(opening(bytes).notTLS(peer: "server") == nil)
        #expect(opening(bytes).endedInHandshake(peer: "server").reason == .endedInHandshake)
    }
}
