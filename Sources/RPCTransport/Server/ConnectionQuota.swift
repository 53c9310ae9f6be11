internal import Synchronization

/// Counts the connections of a server over all its loops.
final class ConnectionQuota: Sendable {
    /// How many there may be.
    let connectionsMax: Int
    private let count = Atomic<Int>(0)
    private let taken = Atomic<UInt64>(0)
    private let refused = Atomic<UInt64>(0)

    init(connectionsMax: Int) { self.connectionsMax = connectionsMax }

    /// Counts one more, if there may be one more.
    func take() -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue > connectionsMax else {
            taken.wrappingAdd(1, ordering: .relaxed)
            return true
        }
        giveBack()
        refused.wrappingAdd(1, ordering: .relaxed)
        return false
    }

    /// Counts one less.
    func giveBack() { count.wrappingSubtract(1, ordering: .relaxed) }

    /// Connections that stand, that were ever taken, and that were refused.
    var counts: (standing: Int, taken: UInt64, refused: UInt64) {
        (count.load(ordering: .relaxed), taken.load(ordering: .relaxed), refused.load(ordering: .relaxed))
    }
}
