/// The body of a call in a direction that carries exactly one message, collected from the chunks it comes in.
///
/// A body that comes whole in one chunk is read where it lies: ``receive(_:)`` keeps a pointer to the first chunk until
/// ``own()`` copies it. Whoever feeds the chunks calls `own()` before the memory they lie in is used again.
///
/// A class, so that a stream that is used again keeps it: changes in place cost no run-time check of exclusivity.
package final class SingleMessage {
    /// All that has come: one chunk that was not copied, or a part of `memory`.
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Memory of our own, once there is more than one chunk or it had to be kept.
    private var memory: UnsafeMutableRawBufferPointer?
    private var messageByteCountMax: Int
    private var allowsCompression: Bool

    /// A body of which nothing has come yet.
    ///
    /// - Parameters:
    ///   - messageByteCountMax: The longest message that is accepted, without prefix.
    ///   - allowsCompression: Whether the call names an encoding, so that its message may be compressed.
    package init(messageByteCountMax: Int, allowsCompression: Bool = false) {
        self.messageByteCountMax = messageByteCountMax
        self.allowsCompression = allowsCompression
    }

    deinit { memory?.deallocate() }

    /// Forgets what has come, and begins another body.
    package func begin(messageByteCountMax: Int, allowsCompression: Bool = false) {
        removeAll()
        self.messageByteCountMax = messageByteCountMax
        self.allowsCompression = allowsCompression
    }

    /// Forgets what has come, and gives its memory back.
    package func removeAll() {
        bytes = Self.nothing
        guard let memory else { return }
        memory.deallocate()
        self.memory = nil
    }

    /// Whether nothing has come yet.
    package var isEmpty: Bool { bytes.isEmpty }

    /// Bytes of prefix and message together, as the prefix declares them; nil until that has come.
    package var declaredByteCount: Int? {
        MessagePrefix(bytes).map { MessageFrame.prefixByteCount + $0.messageByteCount }
    }

    /// Bytes kept in memory of our own: none while the body is borrowed.
    package var ownedByteCount: Int { memory == nil ? 0 : bytes.count }

    /// Takes the next chunk; an empty one changes nothing.
    ///
    /// - Throws: `resourceExhausted` when the declared length is over the limit, which is seen before the payload comes;
    ///   `internal` when the message is compressed and may not be, or its flags are unknown; `unimplemented` when a
    ///   second message begins.
    package func receive(_ chunk: UnsafeRawBufferPointer) throws(RPCError) {
        guard !chunk.isEmpty else { return }
        if bytes.isEmpty { bytes = chunk } else { keep(chunk) }
        try check(bytes)
    }

    /// Copies a borrowed chunk, so that its memory may be used again.
    package func own() { if memory == nil, !bytes.isEmpty { keep(Self.nothing) } }

    /// Gives the message to `body` once the peer has ended its side; `body` must leave this object alone.
    ///
    /// - Throws: `unimplemented` when no message came ("Status codes and their use": request cardinality violation),
    ///   `internal` when it ends in the middle; and what `body` throws.
    package func withMessage<Result>(
        _ body: (_ isCompressed: Bool, UnsafeRawBufferPointer) throws(RPCError) -> Result
    ) throws(RPCError) -> Result {
        guard !bytes.isEmpty else { throw RPCError(.unimplemented, "the call needs one message and got none") }
        return try Self.open(bytes, body)
    }

    /// Has all that has come, and the chunk behind it, in memory of our own.
    private func keep(_ chunk: UnsafeRawBufferPointer) {
        let byteCount = bytes.count + chunk.count
        let room = roomForAll(byteCount)
        UnsafeMutableRawBufferPointer(rebasing: room[bytes.count...]).copyMemory(from: chunk)
        bytes = UnsafeRawBufferPointer(rebasing: room[..<byteCount])
    }

    /// Memory of our own for so many bytes, with what has come at its start.
    private func roomForAll(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
        if let memory, memory.count >= byteCount { return memory }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: MessageMemory.byteCount(
                for: byteCount, now: memory?.count ?? 0, declaredByteCount: declaredByteCount),
            alignment: MemoryLayout<UInt64>.alignment)
        larger.copyMemory(from: bytes)
        memory?.deallocate()
        memory = larger
        return larger
    }

    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

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
