/// One message of a stream, as it came.
public struct ReceivedMessage: Hashable, Sendable {
    /// The message without prefix, decompressed.
    public var bytes: [UInt8]
    /// Whether it was compressed on the wire.
    public var wasCompressed: Bool

    /// Counts the bytes while the message is held; nil for one that is not counted.
    private var lease: MemoryLease?

    /// A message.
    public init(bytes: [UInt8], wasCompressed: Bool = false) {
        self.bytes = bytes
        self.wasCompressed = wasCompressed
    }

    /// A message that counts in a budget for as long as anybody holds it.
    package init(bytes: [UInt8], wasCompressed: Bool, countedIn budget: ByteBudget) {
        self.init(bytes: bytes, wasCompressed: wasCompressed)
        lease = MemoryLease(bytes.capacity, of: budget)
    }

    /// Gives the bytes to `body`, valid until it returns.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try body(UnsafeRawBufferPointer(bytes)) }
    }

    /// Whether both say the same.
    public static func == (first: ReceivedMessage, second: ReceivedMessage) -> Bool {
        first.bytes == second.bytes && first.wasCompressed == second.wasCompressed
    }

    /// What both are equal by.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
        hasher.combine(wasCompressed)
    }
}
