/// How large a message may be before it is refused unread.
public struct WireLimits: Hashable, Sendable {
    /// How many messages may lie inside each other, the outermost included.
    public var depthMax: Int
    /// How many fields and packed list elements there may be in total, unknown fields included.
    public var fieldCountMax: Int
    /// How many bytes the unpacked message may take.
    public var unpackedByteCountMax: Int

    /// Limits.
    public init(depthMax: Int, fieldCountMax: Int, unpackedByteCountMax: Int) {
        self.depthMax = depthMax
        self.fieldCountMax = fieldCountMax
        self.unpackedByteCountMax = unpackedByteCountMax
    }

    /// For what a peer asks of us: 16 messages deep, 100,000 fields, 16 MiB unpacked. The largest batch of 1,000 keys
    /// takes 4,000 fields and 200 KB.
    public static let request = WireLimits(depthMax: 16, fieldCountMax: 100_000, unpackedByteCountMax: 16 << 20)

    /// For what a server we chose answers: 32 messages deep, 4,000,000 fields, 256 MiB unpacked; 1,000 codes in full
    /// view take about 300,000 fields and 40 MB.
    public static let reply = WireLimits(depthMax: 32, fieldCountMax: 4_000_000, unpackedByteCountMax: 256 << 20)
}
