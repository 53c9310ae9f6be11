internal import Synchronization

/// A fixed number of loops that share the work. Sendable; every method may be called from any thread.
public final class EventLoopGroup: Sendable {
    /// The loops.
    public let loops: [EventLoop]

    private let turn = Atomic<Int>(0)

    /// Starts the loops.
    ///
    /// - Parameters:
    ///   - label: The queues are named `label.0`, `label.1` and so on.
    ///   - count: At least 1; one per core serves best.
    /// - Throws: `SystemError` when the process has no descriptors left.
    public init(
        label: String, count: Int, linger: LingerPolicy = LingerPolicy(), clock: MonotonicClock = .system
    ) throws(SystemError) {
        var loops: [EventLoop] = []
        for number in 0..<max(count, 1) {
            loops.append(try EventLoop(label: "\(label).\(number)", linger: linger, clock: clock))
        }
        self.loops = loops
    }

    /// The loops in turn.
    public func next() -> EventLoop {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: turn) % UInt(loops.count))]
    }
}
