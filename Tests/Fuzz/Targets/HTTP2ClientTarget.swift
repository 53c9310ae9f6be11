import RPCCore

@testable import RPCTransport

/// A client's end of an HTTP/2 connection with three unary calls, and the reading of their replies.
///
/// An input is: the size of chunks, and what the server sends.
enum HTTP2ClientTarget: FuzzTarget {
    static let name = "http2-client"

    static func seeds() throws -> [String: [UInt8]] {
        let settings = ClientFrames.frame(4) + ClientFrames.frame(4, 1)
        let ok = ClientFrames.literal(":status", "200") + ClientFrames.literal("content-type", "application/grpc")
        let end = ClientFrames.literal("grpc-status", "0")
        let reply = ClientFrames.frame(1, 4, 1, ok) + ClientFrames.frame(0, 0, 1, [0, 0, 0, 0, 1, 65])
        let failure = ok + ClientFrames.literal("grpc-status", "5") + ClientFrames.literal("grpc-message", "no%20such")
        let early = ClientFrames.frame(1, 4, 3, ClientFrames.literal(":status", "103"))
        return [
            "reply": [0] + settings + reply + ClientFrames.frame(1, 5, 1, end),
            "reply-bytewise": [128] + settings + reply + ClientFrames.frame(1, 5, 1, end),
            "trailers-only": [0] + settings + ClientFrames.frame(1, 5, 3, failure),
            "informational": [0] + settings + early + ClientFrames.frame(1, 5, 3, failure),
            "not-grpc": [0] + settings + ClientFrames.frame(1, 5, 1, ClientFrames.literal(":status", "503")),
            "reset": [0] + settings + ClientFrames.frame(3, 0, 5, [0, 0, 0, 7]),
            "goaway": [0] + settings + ClientFrames.frame(7, 0, 0, [0, 0, 0, 1, 0, 0, 0, 0]) + reply,
            "no-status": [0] + settings + reply + ClientFrames.frame(0, 1, 1),
            "push": [0] + settings + ClientFrames.frame(5, 4, 1, [0, 0, 0, 2] + ClientFrames.literals()),
            "real": try [0] + realReplies(),
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let watch = try ClientWatch(callCount: 3)
        let chunkByteCount = input.chunkByteCount()
        var goesOn = true
        try input.forEachChunk(of: chunkByteCount) { if goesOn { goesOn = try watch.receive($0) } }
        let calls = watch.calls
        try demand(calls.count - watch.connection.streams.count == calls.count(where: \.isOver), "a call has no end")
        try demand(
            watch.outputByteCount <= 2_000 + 40 * input.rest.count,
            "\(input.rest.count) bytes have \(watch.outputByteCount) sent")
    }

    /// What a server of ours sends to those calls.
    private static func realReplies() throws -> [UInt8] {
        let server = EchoWatch(HTTP2Configuration(role: .server))
        try (ClientFrames.preface + ClientFrames.calls(count: 3)).withUnsafeBytes {
            try server.connection.receive($0)
        }
        let output = ByteBuffer(capacity: 1)
        try server.connection.send(to: output, byteCountMax: .max)
        return Array(output.bytes)
    }
}

/// A server that answers each call with three bytes.
private final class EchoWatch: HTTP2Watch {
    override func receivedEnd(on stream: HTTP2Stream) {
        connection.respond(
            on: stream, headers: HeaderBlock(ReplyMetadata.responseHeaders), frame: MessageFrame(message: [1, 2, 3]),
            trailers: HeaderBlock(ReplyMetadata.successTrailers))
    }
}

/// A call and what is known of its reply, read as that of a unary and of a streaming call.
private final class WatchedCall: WatchedStream {
    var reader = UnaryReplyReader(messageByteCountMax: 1_000)
    var streamReader = StreamReplyReader(messageByteCountMax: 1_000, into: InboundMessages(creditIsDue: {}))
    var streamError: RPCError?
    var isOver = false

    /// What a streaming call makes of the same reply.
    func streamReply() throws(RPCError) -> RPCClientReply {
        if let streamError { throw streamError }
        return try streamReader.finish()
    }
}

/// A client that reads the replies as `ClientConnection` does.
private final class ClientWatch: HTTP2Watch {
    let calls: [WatchedCall]

    init(callCount: Int) throws {
        calls = (0..<callCount).map { _ in WatchedCall() }
        super.init(HTTP2Configuration(role: .client))
        for call in calls {
            call.outbox.append(MessageFrame(message: [1, 2, 3]))
            call.outbox.finish(trailers: nil)
            try connection.request(on: call, headers: HeaderBlock(ClientFrames.request))
        }
        try drain()
    }

    override func received(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        super.received(name: name, value: value, on: stream)
        guard let call = stream as? WatchedCall else { return }
        call.reader.receive(name: name, value: value)
        call.streamReader.receive(name: name, value: value)
    }

    override func receivedHeaders(on stream: HTTP2Stream, kind: HTTP2HeadersKind) {
        super.receivedHeaders(on: stream, kind: kind)
        guard let call = stream as? WatchedCall else { return }
        if kind == .initial {
            call.reader.receivedInitialHeaders()
            call.streamReader.receivedInitialHeaders()
        } else if kind == .informational {
            call.reader.receivedInformation()
            call.streamReader.receivedInformation()
        }
    }

    override func received(_ bytes: UnsafeRawBufferPointer, on stream: HTTP2Stream) {
        super.received(bytes, on: stream)
        guard let call = stream as? WatchedCall else { return }
        consume(call)
        do throws(RPCError) { _ = try call.streamReader.receive(bytes) } catch { call.streamError = error }
        do throws(RPCError) { try call.reader.receive(bytes) } catch {
            check(error.code != .ok, "an error says OK")
            connection.reset(call, code: .cancel)
        }
    }

    override func receivedEnd(on stream: HTTP2Stream) {
        super.receivedEnd(on: stream)
        guard let call = stream as? WatchedCall else { return }
        let reply: RPCClientReply
        do throws(RPCError) { reply = try call.reader.finish() } catch {
            return check(error.code != .ok, "an error says OK")
        }
        check(reply.message.count <= 1_000, "a reply is over its limit")
        do throws(RPCError) {
            let streamed = try call.streamReply()
            check(streamed.metadata == reply.metadata, "a streaming call reads other metadata")
            check(streamed.trailers == reply.trailers, "a streaming call reads other trailers")
        } catch {
            check(false, "a streaming call cannot read the reply of a unary one: \(error)")
        }
    }

    override func closed(_ stream: HTTP2Stream, code: HTTP2ErrorCode) {
        super.closed(stream, code: code)
        guard let call = stream as? WatchedCall else { return }
        check(!call.isOver, "a call ends twice")
        call.isOver = true
        check(RPCError(resetBy: code).code != .ok, "a reset says OK")
    }
}
