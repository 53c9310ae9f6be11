internal import CProtobufC

/// A message about to be written, whose size is known; valid only in the closure it is handed to.
///
/// It is written once, straight to where it has to go, e.g. behind the five prefix bytes of a gRPC frame.
public struct PackedMessage {
    /// How many bytes the message takes.
    public let byteCount: Int
    private let message: UnsafePointer<ProtobufCMessage>

    /// Measures a generated message. It must stay as it is until it is written.
    package init(_ message: UnsafePointer<some WireMessage>) {
        // Every generated struct starts with a ProtobufCMessage.
        self.message = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
        byteCount = protobuf_c_message_get_packed_size(self.message)
    }

    /// Writes the message to the start of a buffer of at least ``byteCount`` bytes.
    public func write(to buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= byteCount, "the buffer is smaller than the message")
        guard let start = buffer.baseAddress else { return }
        _ = protobuf_c_message_pack(message, start.assumingMemoryBound(to: UInt8.self))
    }

    /// The message's bytes, with `headroom` zero bytes before them for a prefix.
    public func bytes(headroom: Int = 0) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: headroom + byteCount) { buffer, count in
            buffer[..<headroom].initialize(repeating: 0)
            write(to: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[headroom...]))
            count = headroom + byteCount
        }
    }
}
