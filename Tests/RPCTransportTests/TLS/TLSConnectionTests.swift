import Testing

@testable import RPCTransport

@Suite("TLS connections")
struct TLSConnectionTests {
    private let authority: CertificateAuthority
    private let serverContext: TLSContext
    private let clientContext: TLSContext

    init() throws {
        authority = try TLSFixture.authority()
        serverContext = try .server(identity: try TLSFixture.identity(of: authority))
        clientContext = try .client(trust: authority.trust)
    }

    private func pair(serverName: String = "localhost") -> TLSPair {
        TLSPair(client: clientContext, server: serverContext, serverName: serverName)
    }

    @Test("Ends agree and carry bytes however the ciphertext is cut", arguments: [1, 2, 5, 17, 1000, Int.max])
    func bytes(chunk: Int) throws {
        let pair = pair()
        let errors = pair.shakeHands(chunk: chunk)
        #expect(errors == (nil, nil))
        #expect(pair.client.state == .established)
        #expect(pair.server.state == .established)
        try pair.client.send(Array("request".utf8))
        try pair.server.send(Array("reply".utf8))
        #expect(pair.exchange(chunk: chunk) == (nil, nil))
        #expect(pair.serverPlaintext.bytes.elementsEqual("request".utf8))
        #expect(pair.clientPlaintext.bytes.elementsEqual("reply".utf8))
    }

    @Test("A request that follows the handshake in the same segment is read with it")
    func requestWithFinished() throws {
        let pair = pair()
        try pair.client.start()
        let hello = Array(pair.client.output.bytes)
        pair.client.output.removeAll()
        try pair.server.receive(hello, into: pair.serverPlaintext)
        let answer = Array(pair.server.output.bytes)
        pair.server.output.removeAll()
        try pair.client.receive(answer, into: pair.clientPlaintext)
        try pair.client.send(Array("request".utf8))
        let rest = Array(pair.client.output.bytes)
        try pair.server.receive(rest, into: pair.serverPlaintext)
        #expect(pair.serverPlaintext.bytes.elementsEqual("request".utf8))
    }

    @Test("Large data comes whole, in records of 16 KB")
    func largeData() throws {
        let pair = pair()
        _ = pair.shakeHands()
        let data = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try pair.server.send(data)
        let recordCount = (data.count + TLSConnection.recordByteCountMax - 1) / TLSConnection.recordByteCountMax
        #expect(pair.server.output.count == data.count + recordCount * 22)
        #expect(pair.exchange(chunk: 65_536) == (nil, nil))
        #expect(pair.clientPlaintext.bytes.elementsEqual(data))
    }

    @Test("Addresses are verified as addresses", arguments: ["127.0.0.1", "::1", "localhost", "LOCALHOST"])
    func names(serverName: String) {
        #expect(pair(serverName: serverName).shakeHands() == (nil, nil))
    }

    @Test(
        "A server with another name is refused, and the names it has are told", arguments: ["example.org", "127.0.0.2"])
    func wrongName(serverName: String) {
        let errors = pair(serverName: serverName).shakeHands()
        #expect(errors.client?.reason == .wrongName)
        #expect(
            errors.client?.message
                == "the server's certificate is for 'localhost', '127.0.0.1', '::1', not for '\(serverName)'")
        #expect(errors.server?.isFromPeer == true)
    }

    @Test("A name that cannot be one is an error, not a server left unverified", arguments: ["", "a\0b"])
    func impossibleName(serverName: String) {
        #expect(pair(serverName: serverName).shakeHands().client?.reason == .wrongName)
    }

    @Test("A server of an unknown authority is refused, even of one with the same name")
    func unknownAuthority() throws {
        let other = try TLSFixture.authority()
        let pair = TLSPair(client: try .client(trust: other.trust), server: serverContext)
        let errors = pair.shakeHands()
        #expect(errors.client?.reason == .unknownAuthority)
        #expect(errors.server?.reason != nil)
        #expect(errors.server?.isFromPeer == true)
        #expect(pair.client.state == .failed)
        #expect(pair.server.state == .failed)
    }

    @Test("A self-signed server is refused", arguments: [TLSTrust.system])
    func selfSigned(trust: TLSTrust) throws {
        let errors = TLSPair(client: try .client(trust: trust), server: serverContext).shakeHands()
        #expect(errors.client?.reason == .unknownAuthority)
        #expect(
            errors.client?.message
                == "the authority 'CN=test authority' behind the server's certificate is not trusted here")
    }

    @Test(
        "A certificate out of its time is refused, on the day",
        arguments: [(40, TLSError.Reason.expired), (-5, .notYetValid)])
    func outOfTime(days: Int, reason: TLSError.Reason) throws {
        clientContext.verify(at: TLSFixture.now.adding(days: days))
        let error = try #require(pair().shakeHands().client)
        #expect(error.reason == reason)
        let bound = reason == .expired ? TLSFixture.validity.upperBound : TLSFixture.validity.lowerBound
        #expect(error.message.contains(bound.description))
    }

    @Test("A client's certificate shown as a server's is refused")
    func wrongUsage() throws {
        let identity = try TLSFixture.identity(of: authority, usage: .client)
        let errors = TLSPair(client: clientContext, server: try .server(identity: identity)).shakeHands()
        #expect(errors.client?.reason == .badCertificate)
    }

    @Test("Goodbye is told from a cut", arguments: [true, false])
    func goodbye(isSaid: Bool) throws {
        let pair = pair()
        _ = pair.shakeHands()
        try pair.server.send(Array("last words".utf8))
        if isSaid { pair.server.shutDown() }
        #expect(pair.exchange() == (nil, nil))
        #expect(pair.clientPlaintext.bytes.elementsEqual("last words".utf8))
        #expect(pair.client.state == (isSaid ? .closedByPeer : .established))
        let end = Result { () throws(TLSError) in try pair.client.receiveEnd() }
        if isSaid {
            #expect(throws: Never.self) { try end.get() }
        } else {
            #expect(throws: TLSError.self) { try end.get() }
        }
    }

    @Test("After the peer's goodbye bytes still go to it")
    func halfClosed() throws {
        let pair = pair()
        _ = pair.shakeHands()
        pair.client.shutDown()
        #expect(pair.exchange() == (nil, nil))
        try pair.server.send(Array("late".utf8))
        #expect(pair.exchange() == (nil, nil))
        #expect(pair.clientPlaintext.bytes.elementsEqual("late".utf8))
    }

    @Test("A record cut short waits for its rest, and its loss is an error")
    func cutRecord() throws {
        let pair = pair()
        _ = pair.shakeHands()
        try pair.server.send(Array("whole".utf8))
        let record = Array(pair.server.output.bytes)
        try pair.client.receive(Array(record.dropLast()), into: pair.clientPlaintext)
        #expect(pair.clientPlaintext.isEmpty)
        let error = #expect(throws: TLSError.self) { try pair.client.receiveEnd() }
        #expect(error?.reason == .truncated)
    }

    @Test("A damaged record ends the connection, with an alert for the peer")
    func damagedRecord() throws {
        let pair = pair()
        _ = pair.shakeHands()
        try pair.server.send(Array("whole".utf8))
        var record = Array(pair.server.output.bytes)
        record[record.count - 1] ^= 1
        let error = #expect(throws: TLSError.self) {
            try pair.client.receive(record, into: pair.clientPlaintext)
        }
        #expect(error?.reason == .protocolViolation)
        #expect(pair.client.state == .failed)
        #expect(!pair.client.output.isEmpty)
        try pair.client.send([1])
        pair.server.output.removeAll()
        #expect(pair.exchange().server?.isFromPeer == true)
    }

    @Test(
        "Ends that speak no TLS are named",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "plain HTTP/1"), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "plain HTTP/2"),
            ("SSH-2.0-OpenSSH_9.2", "something else"), ("\0\0\u{6}\u{4}\0\0\0\0\0", "plain HTTP/2"),
            ("HTTP/1.1 400 Bad Request\r\n\r\n", "plain HTTP/1"),
        ])
    func notTLS(bytes: String, guess: String) throws {
        let pair = pair()
        try pair.client.start()
        for (end, noun) in [(pair.client, "client"), (pair.server, "server")] {
            let error = #expect(throws: TLSError.self) {
                try end.receive(Array(bytes.utf8), into: pair.clientPlaintext)
            }
            #expect(error?.reason == .notTLS)
            #expect(
                error?.message == "the \(noun == "client" ? "server" : "client") does not speak TLS: it sent \(guess)")
        }
    }

    @Test("Garbage that looks like TLS is an error and no crash", arguments: 0..<200)
    func garbage(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let pair = pair()
        try pair.client.start()
        var bytes = Array(pair.client.output.bytes)
        for _ in 0..<8 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random) }
        // Either end may refuse, or the damage was harmless and the hands are shaken, or more is waited for.
        pair.client.output.removeAll()
        do throws(TLSError) {
            try pair.server.receive(bytes, into: pair.serverPlaintext)
            #expect(pair.server.state == .handshaking)
        } catch {
            #expect(pair.server.state == .failed)
            #expect(!error.message.isEmpty)
        }
        #expect(pair.serverPlaintext.isEmpty)
    }

    @Test("An end in the middle of the handshake says what was heard")
    func endInHandshake() throws {
        let silent = pair()
        try silent.client.start()
        let error = #expect(throws: TLSError.self) { try silent.client.receiveEnd() }
        #expect(error?.reason == .endedInHandshake)
        #expect(error?.message.hasSuffix("before it said anything; does it speak TLS?") == true)
    }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
