/// Bytes taken from a budget for as long as this object is held.
package final class MemoryLease: Sendable {
    private let byteCount: Int
    private let budget: ByteBudget

    /// Takes the bytes, whether there is room or not.
    package init(_ byteCount: Int, of budget: ByteBudget) {
        self.byteCount = byteCount
        self.budget = budget
        budget.take(byteCount)
    }

    deinit { budget.giveBack(byteCount) }
}
