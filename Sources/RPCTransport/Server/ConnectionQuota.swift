internal import Synchronization

/// Counts the connections of a server over all its loops.
final class ConnectionQuota: Sendable {
    private let connectionsMax: Int
    private let count = Atomic<Int>(0)

    init(connectionsMax: Int) { self.connectionsMax = connectionsMax }

    /// Counts one more, if there may be one more.
    func take() -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue > connectionsMax else { return true }
        giveBack()
        return false
    }

    /// Counts one less.
    func giveBack() { count.wrappingSubtract(1, ordering: .relaxed) }
}
