internal import RPCCore

/// Reads the answer to a unary call from header fields and payload. Pure: fields and bytes in, a reply or an error out.
struct UnaryReplyReader {
    private(set) var head = ReplyHead()
    private let body: SingleMessage
    private let messageByteCountMax: Int

    /// - Parameter messageByteCountMax: The longest message that is accepted, compressed and not.
    init(messageByteCountMax: Int) {
        self.messageByteCountMax = messageByteCountMax
        body = SingleMessage(messageByteCountMax: messageByteCountMax)
    }

    /// A field of the initial or of the trailing header list.
    mutating func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        head.receive(name: name, value: value)
    }

    /// The initial header list is complete: what follows is payload, then trailers.
    mutating func receivedInitialHeaders() {
        head.receivedInitialHeaders()
        body.begin(messageByteCountMax: messageByteCountMax, allowsCompression: head.namesGzip)
    }

    /// A 1xx response is complete, and says nothing.
    mutating func receivedInformation() { head = ReplyHead() }

    /// Payload.
    ///
    /// - Throws: What is wrong with it; the call is over then.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(RPCError) {
        if let error = head.refusal { throw error }
        try body.receive(bytes)
        body.own()
    }

    /// The server has sent everything: the reply.
    ///
    /// - Throws: The status that the server sent, or what is missing in its answer.
    func finish() throws(RPCError) -> RPCClientReply {
        let trailers = try head.end()
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
