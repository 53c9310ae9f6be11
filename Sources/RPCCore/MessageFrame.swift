/// One message ready to be sent: the prefix of five bytes and the message behind it, in memory that never moves.
///
/// ```
/// 0        1                            5
/// +--------+----------------------------+-----------
/// | 0 or 1 | message length, big-endian | message …
/// +--------+----------------------------+-----------
/// ```
/// (gRPC over HTTP/2, "Length-Prefixed-Message"; the first byte says whether the message is compressed.)
///
/// Made once and shared: a cache keeps it, and any number of connections send from it without copying.
public final class MessageFrame: @unchecked Sendable {
    // Sendable because the bytes are written in the initializer only, and freed when nobody holds the frame any more.

    /// Bytes in front of every message.
    public static let prefixByteCount = 5
    /// A message without any bytes.
    public static let empty = MessageFrame(messageByteCount: 0) { _ in }

    /// Prefix and message; valid for as long as the frame is held, so only for who stores the frame.
    package let bytes: UnsafeRawBufferPointer
    /// How many messages the frame holds: one, but for ``init(messageByteCounts:writingMessage:)``.
    public let messageCount: Int

    /// A frame whose message is written in place.
    ///
    /// - Parameters:
    ///   - messageByteCount: The message's length, at most `UInt32.max`.
    ///   - isCompressed: Whether the message's bytes are compressed by the call's `grpc-encoding`.
    ///   - write: Initializes all the memory it is given, which is exactly the message's length.
    /// - Throws: What `write` throws.
    public init<Failure: Error>(
        messageByteCount: Int, isCompressed: Bool = false,
        writingMessage write: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.prefixByteCount + messageByteCount, alignment: MemoryLayout<UInt64>.alignment)
        memory[0] = isCompressed ? 1 : 0
        memory.storeBytes(of: UInt32(messageByteCount).bigEndian, toByteOffset: 1, as: UInt32.self)
        bytes = UnsafeRawBufferPointer(memory)
        messageCount = 1
        try write(UnsafeMutableRawBufferPointer(rebasing: memory[Self.prefixByteCount...]))
    }

    /// Several messages of a stream, each behind its prefix, that are sent as one: for streams of small messages, where
    /// handing over each by itself would cost more than the message. Such a frame is never compressed.
    ///
    /// - Parameters:
    ///   - messageByteCounts: The messages' lengths.
    ///   - write: Called for each message in turn, with its index; initializes all the memory it is given.
    public init(messageByteCounts: [Int], writingMessage write: (Int, UnsafeMutableRawBufferPointer) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: messageByteCounts.reduce(0) { $0 + Self.prefixByteCount + $1 },
            alignment: MemoryLayout<UInt64>.alignment)
        var position = 0
        for (index, byteCount) in messageByteCounts.enumerated() {
            memory[position] = 0
            memory.storeBytes(of: UInt32(byteCount).bigEndian, toByteOffset: position + 1, as: UInt32.self)
            position += Self.prefixByteCount
            write(index, UnsafeMutableRawBufferPointer(rebasing: memory[position..<position + byteCount]))
            position += byteCount
        }
        bytes = UnsafeRawBufferPointer(memory)
        messageCount = messageByteCounts.count
    }

    /// A frame around a copy of the message.
    public convenience init(message: some Collection<UInt8>) {
        self.init(messageByteCount: message.count) { $0.copyBytes(from: message) }
    }

    /// Bytes that are no message and get no prefix: the body of an answer that is none of gRPC's.
    package init(httpBody text: String) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        memory.copyBytes(from: text.utf8)
        bytes = UnsafeRawBufferPointer(memory)
        messageCount = 0
    }

    deinit { bytes.deallocate() }

    /// The length of prefix and message together, in bytes: what the frame costs in a cache.
    public var byteCount: Int { bytes.count }

    /// Gives the message, of several the first and all that follows, without its prefix to `body`; the bytes are valid until it returns.
    public func withMessage<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { extendLifetime(self) }
        return try body(UnsafeRawBufferPointer(rebasing: bytes[Self.prefixByteCount...]))
    }
}
