internal import RPCCore

/// Reads the answer to a unary call from header fields and payload. Pure: fields and bytes in, a reply or an error out.
struct UnaryReplyReader {
    private(set) var head = ReplyHead()
    /// The message, when it has come as it is and in one piece, as nearly all do: copied once, to where it stays.
    private var message: [UInt8]?
    /// What has come of any other.
    private var body: SingleMessage?
    private let messageByteCountMax: Int

    /// - Parameter messageByteCountMax: The longest message that is accepted, compressed and not.
    init(messageByteCountMax: Int) { self.messageByteCountMax = messageByteCountMax }

    /// A field of the initial or of the trailing header list.
    mutating func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        head.receive(name: name, value: value)
    }

    /// The initial header list is complete: what follows is payload, then trailers.
    mutating func receivedInitialHeaders() { head.receivedInitialHeaders() }

    /// A 1xx response is complete, and says nothing.
    mutating func receivedInformation() { head = ReplyHead() }

    /// Payload.
    ///
    /// - Throws: What is wrong with it; the call is over then.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(RPCError) {
        if let error = head.refusal { throw error }
        if body == nil, message == nil, let whole = whole(bytes) {
            message = whole
            return
        }
        if body == nil { try beginBody() }
        try body?.receive(bytes)
        body?.own()
    }

    /// The message that a chunk is, without its prefix; nil when it is less or more than one, or compressed, or too long.
    private func whole(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let prefix = MessagePrefix(bytes), prefix.flags == 0, prefix.messageByteCount <= messageByteCountMax,
            bytes.count == MessageFrame.prefixByteCount + prefix.messageByteCount
        else { return nil }
        return Array(bytes[MessageFrame.prefixByteCount...])
    }

    /// Begins to collect a message in pieces, behind one that came whole.
    private mutating func beginBody() throws(RPCError) {
        let body = SingleMessage(messageByteCountMax: messageByteCountMax, allowsCompression: head.namesGzip)
        self.body = body
        guard let message else { return }
        let frame = MessageFrame(message: message)
        defer { extendLifetime(frame) }
        try body.receive(frame.bytes)
        body.own()
    }

    /// The server has sent everything: the reply.
    ///
    /// - Throws: The status that the server sent, or what is missing in its answer.
    mutating func finish() throws(RPCError) -> RPCClientReply {
        let trailers = try head.end()
        if body == nil, let message {
            return RPCClientReply(message: message, metadata: head.metadata, trailers: trailers)
        }
        let body = body ?? SingleMessage(messageByteCountMax: messageByteCountMax)
        let message = try body.withMessage { isCompressed, bytes throws(RPCError) in
            let bytes =
                try isCompressed
                ? MessageCompression.inflate(bytes, byteCountMax: messageByteCountMax) : Array(bytes)
            return ReceivedMessage(bytes: bytes, wasCompressed: isCompressed)
        }
        return RPCClientReply(
            message: message.bytes, wasCompressed: message.wasCompressed, metadata: head.metadata, trailers: trailers)
    }
}
