/// The body of a call in a direction that carries exactly one message, collected from the chunks it comes in.
///
/// A body that comes whole in one chunk is read where it lies: ``receive(_:)`` keeps a pointer to the first chunk until
/// ``own()`` copies it. Whoever feeds the chunks calls `own()` before the memory they lie in is used again.
package struct SingleMessage {
    /// All that has come, while that is one chunk that was not copied.
    private var borrowed: UnsafeRawBufferPointer?
    /// All that has come, otherwise.
    private var owned: [UInt8] = []
    private let messageByteCountMax: Int
    private let allowsCompression: Bool

    /// A body of which nothing has come yet.
    ///
    /// - Parameters:
    ///   - messageByteCountMax: The longest message that is accepted, without prefix.
    ///   - allowsCompression: Whether the call names an encoding, so that its message may be compressed.
    package init(messageByteCountMax: Int, allowsCompression: Bool = false) {
        self.messageByteCountMax = messageByteCountMax
        self.allowsCompression = allowsCompression
    }

    /// Bytes kept in memory of our own: none while the body is borrowed.
    package var ownedByteCount: Int { owned.count }

    /// Takes the next chunk; an empty one changes nothing.
    ///
    /// - Throws: `resourceExhausted` when the declared length is over the limit, which is seen before the payload comes;
    ///   `internal` when the message is compressed and may not be, or its flags are unknown; `unimplemented` when a
    ///   second message begins.
    package mutating func receive(_ chunk: UnsafeRawBufferPointer) throws(RPCError) {
        guard !chunk.isEmpty else { return }
        if borrowed == nil, owned.isEmpty {
            borrowed = chunk
            return try check(chunk)
        }
        own()
        owned.append(contentsOf: chunk)
        try owned.withUnsafeBufferPointer { bytes throws(RPCError) in try check(UnsafeRawBufferPointer(bytes)) }
    }

    /// Copies a borrowed chunk, so that its memory may be used again.
    package mutating func own() {
        guard let borrowed else { return }
        owned = Array(borrowed)
        self.borrowed = nil
    }

    /// Gives the message to `body` once the peer has ended its side.
    ///
    /// - Throws: `unimplemented` when no message came ("Status codes and their use": request cardinality violation),
    ///   `internal` when it ends in the middle; and what `body` throws.
    package func withMessage<Result>(
        _ body: (_ isCompressed: Bool, UnsafeRawBufferPointer) throws(RPCError) -> Result
    ) throws(RPCError) -> Result {
        if let borrowed { return try Self.open(borrowed, body) }
        guard !owned.isEmpty else { throw RPCError(.unimplemented, "the call needs one message and got none") }
        return try owned.withUnsafeBufferPointer { bytes throws(RPCError) in
            try Self.open(UnsafeRawBufferPointer(bytes), body)
        }
    }

    private static func open<Result>(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (_ isCompressed: Bool, UnsafeRawBufferPointer) throws(RPCError) -> Result
    ) throws(RPCError) -> Result {
        guard let prefix = MessagePrefix(bytes), bytes.count == MessageFrame.prefixByteCount + prefix.messageByteCount
        else { throw RPCError(.internal, "the message ends before its declared length") }
        return try body(prefix.flags != 0, UnsafeRawBufferPointer(rebasing: bytes[MessageFrame.prefixByteCount...]))
    }

    /// Checks as much of the body as has come.
    private func check(_ bytes: UnsafeRawBufferPointer) throws(RPCError) {
        try MessagePrefix.check(flags: bytes[0], allowsCompression: allowsCompression)
        guard let prefix = MessagePrefix(bytes) else { return }
        try prefix.checkLength(messageByteCountMax: messageByteCountMax)
        guard bytes.count <= MessageFrame.prefixByteCount + prefix.messageByteCount else {
            throw RPCError(.unimplemented, "the call takes one message and got more")
        }
    }
}
