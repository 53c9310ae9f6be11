internal import RPCCore

/// Reads the answer to a streaming call from header fields and payload, and passes its messages on as they are complete.
/// Belongs to one loop; no I/O.
struct StreamReplyReader {
    private(set) var head = ReplyHead()
    private var intake: StreamIntake
    private let messages: InboundMessages
    private let messageByteCountMax: Int

    /// - Parameters:
    ///   - messageByteCountMax: The longest message that is accepted, as it is on the wire.
    ///   - messages: Gets the messages.
    init(messageByteCountMax: Int, into messages: InboundMessages) {
        self.messageByteCountMax = messageByteCountMax
        self.messages = messages
        intake = Self.intake(messageByteCountMax, allowsCompression: false, messages)
    }

    /// A field of the initial or of the trailing header list.
    mutating func receive(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        head.receive(name: name, value: value)
    }

    /// The initial header list is complete: what follows is payload, then trailers.
    mutating func receivedInitialHeaders() {
        head.receivedInitialHeaders()
        intake = Self.intake(messageByteCountMax, allowsCompression: head.namesGzip, messages)
    }

    /// A 1xx response is complete, and says nothing.
    mutating func receivedInformation() { head = ReplyHead() }

    /// Payload.
    ///
    /// - Returns: How many bytes may be given back to the server at once.
    /// - Throws: What is wrong with it; the call is over then.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) throws(RPCError) -> Int {
        if let error = head.refusal { throw error }
        return try intake.receive(bytes)
    }

    /// The server has sent everything: metadata and trailers.
    ///
    /// - Throws: The status that the server sent, or what is wrong with its answer.
    func finish() throws(RPCError) -> RPCClientReply {
        let trailers = try head.end()
        guard !intake.isInsideMessage else { throw RPCError(.internal, "the stream ends inside a message") }
        return RPCClientReply(message: [], metadata: head.metadata, trailers: trailers)
    }

    private static func intake(
        _ messageByteCountMax: Int, allowsCompression: Bool, _ messages: InboundMessages
    ) -> StreamIntake {
        StreamIntake(
            MessageAssembler(messageByteCountMax: messageByteCountMax, allowsCompression: allowsCompression),
            into: messages)
    }
}
