/// The loop's end of a stream's inbound direction: cuts the body into messages and passes them to who reads. Belongs to
/// one loop.
package struct StreamIntake {
    /// The reader's end.
    package let messages: InboundMessages
    /// How many messages have come whole.
    package private(set) var messageCount = 0

    private var assembler: MessageAssembler

    /// - Parameters:
    ///   - assembler: Cuts the body into messages.
    ///   - messages: Gets them.
    package init(_ assembler: MessageAssembler, into messages: InboundMessages) {
        self.assembler = assembler
        self.messages = messages
    }

    /// Takes a chunk of the body.
    ///
    /// - Returns: How many bytes may be given back to the peer at once.
    /// - Throws: What the assembler found wrong.
    package mutating func receive(_ chunk: UnsafeRawBufferPointer) throws(RPCError) -> Int {
        var complete: [ReceivedMessage] = []
        try assembler.receive(chunk) { complete.append($0) }
        messageCount += complete.count
        return messages.receive(complete, byteCount: chunk.count)
    }

    /// Bytes of the message that has begun to come and is not complete; 0 between messages.
    package var incompleteByteCount: Int { assembler.incompleteByteCount }

    /// Whether a message has begun to come and is not complete.
    package var isInsideMessage: Bool { incompleteByteCount > 0 }

    /// The peer has ended the stream, or said how it ended; the reader learns it after the last message. A body that ends
    /// inside a message is `internal`.
    package func finish(_ result: Result<Void, RPCError> = .success(())) {
        if case .success = result, isInsideMessage {
            messages.finish(.failure(RPCError(.internal, "the stream ends inside a message")))
        } else {
            messages.finish(result)
        }
    }
}
