package import CProtobufC

/// A message type that protoc-c generated.
///
/// The generated structs hold unowned pointers, so they never leave the closure they are handed to, nor the arena scope
/// they were built in.
package protocol WireMessage {
    /// Fills a message with its defaults: the generated `…__init`.
    static func initialize(_ message: UnsafeMutablePointer<Self>)
}

extension WireMessage {
    /// The description of the type that protobuf-c works by; it lives as long as the process.
    package static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> {
        withUnsafeTemporaryAllocation(of: Self.self, capacity: 1) { memory in
            // An allocation of one element has an address.
            let message = memory.baseAddress!
            initialize(message)
            // Every generated struct starts with a ProtobufCMessage, which names its descriptor.
            return UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self).pointee.descriptor
        }
    }

    /// Scans the bytes, unpacks them into the arena and hands the message to `body`; it is gone when `body` returns.
    ///
    /// - Throws: ``MessageError`` when the bytes are no such message or exceed the limits, or what `body` throws.
    package static func withUnpacked<Result>(
        _ bytes: UnsafeRawBufferPointer, limits: WireLimits, arena: MessageArena,
        _ body: (UnsafePointer<Self>) throws(MessageError) -> Result
    ) throws(MessageError) -> Result {
        try arena.scope { () throws(MessageError) in
            let descriptor = Self.descriptor
            _ = try WireScan(bytes, as: descriptor, limits: limits)
            let message = arena.withAllocator(byteCountMax: limits.unpackedByteCountMax) { allocator in
                protobuf_c_message_unpack(
                    descriptor, allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
            // The scan saw a well-formed message, so what can still fail is memory.
            guard let message else { throw MessageError(.tooLarge) }
            return try body(UnsafeRawPointer(message).assumingMemoryBound(to: Self.self))
        }
    }

    /// Builds a message in the arena and hands it, measured, to `body`; it is gone when `body` returns.
    package static func withPacked<Result>(
        arena: MessageArena = MessageArena(), _ fill: (inout Self, MessageArena) -> Void,
        _ body: (PackedMessage) throws -> Result
    ) rethrows -> Result {
        // The scope also keeps the arena alive for as long as the message is in use.
        try arena.scope { try body(PackedMessage(arena.make { fill(&$0, arena) })) }
    }
}
