internal import Synchronization

/// Counts the frames that end streams and connections, over all connections that share it. May be used from any thread.
final class EndingFrames: Sendable {
    private let receivedResets = Atomic<UInt64>(0)
    private let sentResets = Atomic<UInt64>(0)
    private let receivedGoAways = Atomic<UInt64>(0)
    private let sentGoAways = Atomic<UInt64>(0)

    /// What has been counted so far.
    var counts: EndingFrameCounts {
        EndingFrameCounts(
            receivedResets: receivedResets.load(ordering: .relaxed), sentResets: sentResets.load(ordering: .relaxed),
            receivedGoAways: receivedGoAways.load(ordering: .relaxed), sentGoAways: sentGoAways.load(ordering: .relaxed)
        )
    }

    func receivedReset() { receivedResets.wrappingAdd(1, ordering: .relaxed) }
    func sentReset() { sentResets.wrappingAdd(1, ordering: .relaxed) }
    func receivedGoAway() { receivedGoAways.wrappingAdd(1, ordering: .relaxed) }
    func sentGoAway() { sentGoAways.wrappingAdd(1, ordering: .relaxed) }
}

/// Frames that end streams and connections (RFC 9113 sections 6.4 and 6.8).
public struct EndingFrameCounts: Hashable, Sendable {
    /// RST_STREAM from clients: calls that they gave up.
    public let receivedResets: UInt64
    /// RST_STREAM to clients.
    public let sentResets: UInt64
    /// GOAWAY from clients.
    public let receivedGoAways: UInt64
    /// GOAWAY to clients.
    public let sentGoAways: UInt64
}
