/// Cuts the body of a stream into messages, whatever the chunks it comes in: several messages in one, or one in many.
package struct MessageAssembler {
    private let messageByteCountMax: Int
    private let allowsCompression: Bool
    private var prefixBytes: [UInt8] = []
    /// The prefix of the message that is incomplete, once it is known.
    private var prefix: MessagePrefix?
    private var payload: [UInt8] = []

    /// An assembler to which nothing has come yet.
    ///
    /// - Parameters:
    ///   - messageByteCountMax: The longest message that is accepted, without prefix, as it is on the wire.
    ///   - allowsCompression: Whether the stream names an encoding, so that messages may be compressed.
    package init(messageByteCountMax: Int, allowsCompression: Bool) {
        self.messageByteCountMax = messageByteCountMax
        self.allowsCompression = allowsCompression
    }

    /// Bytes of the message that is incomplete, prefix included; 0 between messages.
    package var incompleteByteCount: Int {
        prefixBytes.count + (prefix == nil ? 0 : MessageFrame.prefixByteCount) + payload.count
    }

    /// Takes the next chunk and gives each message that is complete with it to `deliver`, still compressed if it was.
    ///
    /// Memory grows with what has come, not with what a prefix declares.
    ///
    /// - Throws: `resourceExhausted` when a declared length is over the limit, which is seen before the payload comes;
    ///   `internal` when a message is compressed and may not be, or its flags are unknown.
    package mutating func receive(
        _ chunk: UnsafeRawBufferPointer, _ deliver: (ReceivedMessage) -> Void
    ) throws(RPCError) {
        var rest = chunk[...]
        while try completePrefix(from: &rest), let prefix {
            let piece = rest.prefix(prefix.messageByteCount - payload.count)
            reserve(for: piece.count, of: prefix.messageByteCount)
            payload.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece))
            rest = rest.dropFirst(piece.count)
            guard payload.count == prefix.messageByteCount else { return }
            deliver(ReceivedMessage(bytes: payload, wasCompressed: prefix.flags != 0))
            payload = []
            self.prefix = nil
        }
    }

    private mutating func reserve(for byteCount: Int, of declaredByteCount: Int) {
        let next = payload.count + byteCount
        guard next > payload.capacity else { return }
        payload.reserveCapacity(
            MessageMemory.byteCount(for: next, now: payload.capacity, declaredByteCount: declaredByteCount))
    }

    /// Returns whether the prefix of the current message is known.
    private mutating func completePrefix(from rest: inout Slice<UnsafeRawBufferPointer>) throws(RPCError) -> Bool {
        if prefix != nil { return true }
        let piece = rest.prefix(MessageFrame.prefixByteCount - prefixBytes.count)
        prefixBytes.append(contentsOf: piece)
        rest = rest.dropFirst(piece.count)
        guard let flags = prefixBytes.first else { return false }
        try MessagePrefix.check(flags: flags, allowsCompression: allowsCompression)
        guard let prefix = prefixBytes.withUnsafeBytes({ MessagePrefix($0) }) else { return false }
        try prefix.checkLength(messageByteCountMax: messageByteCountMax)
        self.prefix = prefix
        prefixBytes.removeAll(keepingCapacity: true)
        return true
    }
}
