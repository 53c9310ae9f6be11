internal import Synchronization

/// One limiter for each caller that has limits, found by name. Asked once for each connection and token, not for each call.
final class LimiterTable: Sendable {
    /// Who has a limiter of its own: a caller of a kind, by name, with its limits. When limits change there is another
    /// limiter, and calls that began under the old one count there.
    struct Key: Hashable {
        let kind: String
        let name: String
        let limits: CallLimits
    }

    /// How many callers are told apart. Those that have rested, and have no connection, make room for others; when there are
    /// none, newcomers with the same limits share one limiter.
    static let countMax = 10_000

    private let limiters = Mutex<[Key: CallLimiter]>([:])
    private let countMax: Int

    /// A table without limiters.
    init(countMax: Int = LimiterTable.countMax) { self.countMax = countMax }

    /// The caller's limiter; nil when there is nothing to hold it to.
    func limiter(of key: Key, now: UInt64) -> CallLimiter? {
        guard let new = CallLimiter(key.limits) else { return nil }
        return limiters.withLock { limiters in
            if let known = limiters[key] { return known }
            if limiters.count >= countMax { Self.forgetUnused(in: &limiters, now: now) }
            let shared = Key(kind: "", name: "", limits: key.limits)
            let place = limiters.count < countMax ? key : shared
            if let known = limiters[place] { return known }
            limiters[place] = new
            return new
        }
    }

    /// Forgets limiters that nobody holds and that would let through whatever a new one lets through.
    private static func forgetUnused(in limiters: inout [Key: CallLimiter], now: UInt64) {
        var kept: [Key: CallLimiter] = [:]
        var index = limiters.startIndex
        while index < limiters.endIndex {
            if !isKnownUniquelyReferenced(&limiters.values[index]) || !limiters.values[index].isIdle(now: now) {
                kept[limiters.keys[index]] = limiters.values[index]
            }
            limiters.formIndex(after: &index)
        }
        limiters = kept
    }
}
