internal import Compression
internal import RPCCore

/// gzip for messages (gRPC, "Compression"): each message is a gzip stream of its own.
enum MessageCompression {
    /// What `grpc-accept-encoding` says of us.
    static let acceptedEncodings = "identity,gzip"

    /// The message compressed; as it is when memory for that is lacking, or when it is several.
    static func compress(_ frame: MessageFrame) -> MessageFrame {
        guard frame.messageCount == 1, let bytes = frame.withMessage({ try? Gzip.compress($0) }) else { return frame }
        return MessageFrame(messageByteCount: bytes.count, isCompressed: true) { $0.copyBytes(from: bytes) }
    }

    /// What a compressed message stands for.
    ///
    /// - Throws: `resourceExhausted` when that is longer than the limit, `internal` when it is no gzip stream.
    static func inflate(_ bytes: UnsafeRawBufferPointer, byteCountMax: Int) throws(RPCError) -> [UInt8] {
        do throws(GzipError) {
            return try Gzip.inflate(bytes, byteCountMax: byteCountMax)
        } catch {
            if case .tooLarge = error {
                throw RPCError(.resourceExhausted, "the message inflates to more than \(byteCountMax) bytes")
            }
            throw RPCError(.internal, "a compressed message cannot be read: \(error)")
        }
    }

    /// The message as it is without compression.
    ///
    /// - Parameter budget: Counts the bytes of messages that were compressed while they are held: a few bytes on the wire
    ///   may stand for very many in the hands of handlers that wait.
    /// - Throws: `resourceExhausted` also when the budget has no room.
    static func inflate(
        _ message: ReceivedMessage, byteCountMax: Int, countedIn budget: ByteBudget
    ) throws(RPCError) -> ReceivedMessage {
        guard message.wasCompressed else { return message }
        guard budget.hasRoom else {
            throw RPCError(.resourceExhausted, "the server holds too many messages that came compressed")
        }
        let message = try inflate(message, byteCountMax: byteCountMax)
        return ReceivedMessage(bytes: message.bytes, wasCompressed: true, countedIn: budget)
    }

    /// The message as it is without compression.
    static func inflate(_ message: ReceivedMessage, byteCountMax: Int) throws(RPCError) -> ReceivedMessage {
        guard message.wasCompressed else { return message }
        let bytes = try message.bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
            try inflate(UnsafeRawBufferPointer(bytes), byteCountMax: byteCountMax)
        }
        return ReceivedMessage(bytes: bytes, wasCompressed: true)
    }

    /// Whether a `grpc-accept-encoding` names gzip: a list with commas, and spaces beside them.
    static func acceptsGzip(_ field: UnsafeRawBufferPointer) -> Bool {
        field.split(separator: UInt8(ascii: ",")).contains { item in
            UnsafeRawBufferPointer(rebasing: item).filter { $0 != UInt8(ascii: " ") }.elementsEqual("gzip".utf8)
        }
    }
}
