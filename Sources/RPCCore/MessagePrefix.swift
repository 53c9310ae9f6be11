/// The five bytes in front of a message, read; ``MessageFrame`` shows the layout.
package struct MessagePrefix {
    /// The first byte: 0, or 1 when the message is compressed. Other values are the reader's to refuse.
    package let flags: UInt8
    /// The declared length of the message, 0 to 4,294,967,295 bytes.
    package let messageByteCount: Int

    /// The prefix at the start of `bytes`; nil when fewer than five are there.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MessageFrame.prefixByteCount else { return nil }
        flags = bytes[0]
        messageByteCount = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
    }

    /// Checks the first byte of a prefix.
    ///
    /// - Throws: `internal` when the message is compressed and may not be, or the flags are unknown.
    static func check(flags: UInt8, allowsCompression: Bool) throws(RPCError) {
        guard flags <= 1 else { throw RPCError(.internal, "the message has the unknown flags \(flags)") }
        guard flags == 0 || allowsCompression else {
            throw RPCError(.internal, "the message is compressed but the call names no encoding")
        }
    }

    /// Checks the declared length, before the payload comes.
    ///
    /// - Throws: `resourceExhausted` when it is over the limit.
    func checkLength(messageByteCountMax: Int) throws(RPCError) {
        guard messageByteCount <= messageByteCountMax else {
            throw RPCError(
                .resourceExhausted, "the message has \(messageByteCount) bytes; the limit is \(messageByteCountMax)")
        }
    }
}
