/// One message of a stream, as it came.
public struct ReceivedMessage: Hashable, Sendable {
    /// The message without prefix, decompressed.
    public var bytes: [UInt8]
    /// Whether it was compressed on the wire.
    public var wasCompressed: Bool

    /// A message.
    public init(bytes: [UInt8], wasCompressed: Bool = false) {
        self.bytes = bytes
        self.wasCompressed = wasCompressed
    }
}
