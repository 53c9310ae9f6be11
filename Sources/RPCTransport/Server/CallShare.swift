/// What one loop has of a ``CallQuota``. Belongs to that loop.
final class CallShare {
    private let quota: CallQuota
    private var spare = 0

    init(of quota: CallQuota) { self.quota = quota }

    /// Counts one more call. Returns false when there may be none.
    func take() -> Bool {
        if spare == 0 { spare = quota.take() }
        guard spare > 0 else { return false }
        spare -= 1
        return true
    }

    /// Counts one less.
    func giveBack() {
        spare += 1
        // With steps of one nothing is kept, so that a small bound is exact.
        let keepMax = quota.stepCount == 1 ? 0 : 2 * quota.stepCount - 1
        guard spare > keepMax else { return }
        let count = min(spare, quota.stepCount)
        quota.giveBack(count)
        spare -= count
    }
}
