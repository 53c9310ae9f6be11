@testable import RPCTransport

/// A client's and a server's end of TLS, joined by hand, that say something to each other.
final class TLSWatch {
    /// The way bytes go.
    enum Direction { case toServer, toClient }

    /// What each end says after the handshake, in two pieces: at length, more than one record each.
    private let speech: [UInt8]
    private static let longSpeech = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
    private static let shortSpeech = Array(longSpeech.prefix(200))
    /// What a handshake and the speech may take on the wire.
    private static let outputByteCountMax = 50_000

    /// One end, and what came to it.
    private final class End {
        let connection: TLSConnection
        let plaintext = ByteBuffer(capacity: 1)
        var edits = StreamEdits()
        var fedByteCount = 0
        var sentByteCount = 0
        var hasSpoken = false

        init(_ connection: TLSConnection) { self.connection = connection }
    }

    private let client: End
    private let server: End

    init(_ contexts: TLSContexts, isMutual: Bool, isLong: Bool) {
        speech = isLong ? Self.longSpeech : Self.shortSpeech
        let serverContext = isMutual ? contexts.demandingServer : contexts.server
        server = End(.server(context: serverContext, output: ByteBuffer(capacity: 1)))
        client = End(.client(context: contexts.client, serverName: "localhost", output: ByteBuffer(capacity: 1)))
    }

    /// Edits what goes one way from now on.
    func edit(_ edits: StreamEdits, _ direction: Direction) {
        switch direction {
        case .toServer: server.edits = edits
        case .toClient: client.edits = edits
        }
    }

    /// Shakes hands and has both ends say their speech and goodbye, until both are silent.
    func talk(chunkByteCount: Int) throws {
        try client.connection.start()
        while !client.connection.output.isEmpty || !server.connection.output.isEmpty {
            try carry(from: client, to: server, chunkByteCount)
            try carry(from: server, to: client, chunkByteCount)
        }
    }

    /// Gives an end bytes from nobody. After a handshake not one of them can pass for the peer's.
    func feed(_ bytes: UnsafeRawBufferPointer, _ direction: Direction, chunkByteCount: Int) throws {
        let end = direction == .toServer ? server : client
        if direction == .toClient, end.sentByteCount == 0 { try end.connection.start() }
        let before = end.plaintext.count
        var rest = bytes[...]
        while !rest.isEmpty {
            try receive(Array(rest.prefix(chunkByteCount)), end)
            rest = rest.dropFirst(chunkByteCount)
        }
        try demand(end.plaintext.count == before, "bytes of a stranger are taken for the peer's")
        try checkPlaintext(end)
    }

    /// What came is what was said; all of it, when nothing was edited.
    func checkEnd() throws {
        try checkPlaintext(client)
        try checkPlaintext(server)
        guard !client.edits.hasEdited, !server.edits.hasEdited else { return }
        for end in [client, server] {
            try demand(end.connection.state == .closedByPeer, "untouched, a connection is \(end.connection.state)")
            try demand(end.plaintext.count == speech.count, "untouched, \(end.plaintext.count) bytes came")
        }
    }

    private func carry(from sender: End, to receiver: End, _ chunkByteCount: Int) throws {
        let output = sender.connection.output
        sender.sentByteCount += output.count
        try demand(sender.sentByteCount <= Self.outputByteCountMax, "\(sender.sentByteCount) bytes are sent")
        let bytes = receiver.edits.apply(Array(output.bytes))
        output.removeAll()
        var rest = bytes[...]
        while !rest.isEmpty {
            try receive(Array(rest.prefix(chunkByteCount)), receiver)
            rest = rest.dropFirst(chunkByteCount)
        }
        try speak(receiver)
        try speak(sender)
    }

    private func receive(_ bytes: [UInt8], _ end: End) throws {
        let wasOver = end.connection.state == .failed
        let (said, heard) = (end.connection.output.count, end.plaintext.count)
        end.fedByteCount += bytes.count
        let failure = bytes.withUnsafeBytes { bytes -> TLSError? in
            do throws(TLSError) { try end.connection.receive(bytes, into: end.plaintext) } catch { return error }
            return nil
        }
        try demand((failure != nil || wasOver) == (end.connection.state == .failed), "an error does not end it")
        try demand(end.plaintext.count <= end.fedByteCount, "more plaintext than ciphertext came")
        guard wasOver else { return }
        try demand(end.connection.output.count == said && end.plaintext.count == heard, "a dead connection goes on")
    }

    /// Says the speech once the handshake is done, and goodbye.
    private func speak(_ end: End) throws {
        guard !end.hasSpoken, end.connection.state == .established || end.connection.state == .closedByPeer else {
            return
        }
        end.hasSpoken = true
        let half = speech.count / 2
        for piece in [speech[..<half], speech[half...]] {
            try piece.withUnsafeBytes { try end.connection.send($0) }
        }
        end.connection.shutDown()
    }

    private func checkPlaintext(_ end: End) throws {
        try demand(speech.starts(with: end.plaintext.bytes), "what came is not what was said")
    }
}
