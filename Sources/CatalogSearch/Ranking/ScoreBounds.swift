/// What a document of one system can get at most, by the counted groups it has.
///
/// Groups are meant by their places in ``ScoringPlan/counted``, sets of them are bit masks.
struct ScoreBounds {
    /// A number for each counted group.
    private typealias Numbers = InlineArray<12, Float>

    /// What a document can get that has none of the groups.
    private var base: Float
    private var baseSaving: Float = 0
    /// The most a document with all groups can save.
    private var savingMax: Float = 0
    /// By place, how much more a document can get that has the group, and how much more its descriptor can save.
    private var values = Numbers(repeating: 0)
    private var savings = Numbers(repeating: 0)
    /// By place, how much less when the document has it by weak readings only.
    private var weakLosses = Numbers(repeating: 0)
    /// By count minus one, the most a document with so many groups can get.
    private var levels = Numbers(repeating: 0)
    /// How many groups count.
    private let count: Int

    /// Covers what adding in another order than the score does may round differently.
    private static let slack: Float = 0.001

    init(_ plan: ScoringPlan, system: Int, _ index: SearchIndex) {
        base = plan.systemGains[system] + Self.slack
        count = plan.counted.count
        let mask: UInt32 = 1 << UInt32(min(system, 31))
        setValues(plan, mask)
        setSavings(plan, index, system)
        setLevels()
    }

    private mutating func setValues(_ plan: ScoringPlan, _ system: UInt32) {
        var (list, listBest): (Int, Float) = (0, 0)
        for group in plan.groups where !group.isExcluded {
            var value: Float = 0
            var weakValue: Float = 0
            var partialValue: Float = 0
            for reading in plan.readings[group.readings] where reading.systems & system != 0 {
                value = max(value, reading.value)
                if !reading.isStrong { weakValue = max(weakValue, reading.value) }
                partialValue = max(partialValue, reading.partialValue)
            }
            if group.list != 0 {
                // Of a list, whose items stand side by side, the best one counts in full: as if it were there, and all
                // items in part.
                if group.list != list { (list, listBest) = (group.list, 0) }
                base += (1 - RankingWeights.furtherItem) * max(0, value - listBest)
                listBest = max(listBest, value)
                value *= RankingWeights.furtherItem
                weakValue *= RankingWeights.furtherItem
                partialValue *= RankingWeights.furtherItem
            }
            if let place = group.place {
                base += partialValue
                values[place] = max(0, value - partialValue)
                weakLosses[place] = max(0, value - max(weakValue, partialValue))
            } else {
                base += value
            }
        }
    }

    private mutating func setSavings(_ plan: ScoringPlan, _ index: SearchIndex, _ system: Int) {
        for word in plan.words where word.saving > 0 && index.isUsed(word.word, in: system) {
            guard let group = word.group else { continue }
            if let place = plan.groups[group].place, word.tellingSystems & 1 << UInt32(min(system, 31)) != 0 {
                savings[place] += word.saving
            } else {
                // Documents without the group can have it too.
                baseSaving += word.saving
            }
        }
        savingMax = baseSaving
        for place in 0..<count { savingMax += savings[place] }
    }

    private mutating func setLevels() {
        var rest = values
        var sum = base
        for place in 0..<count {
            var best = 0
            for other in 1..<max(1, count) where rest[other] > rest[best] { best = other }
            sum += max(0, rest[best])
            rest[best] = -1
            levels[place] = sum
        }
    }

    /// The most any document with so many groups can get whose descriptor costs at least so much.
    @inline(__always)
    func bound(of level: Float, standing: Float) -> Float { level + min(0, standing + savingMax) }

    /// The most a document with these groups can get, with what its descriptor costs when nothing is asked for.
    @inline(__always)
    func bound(_ groups: GroupSets.Groups, standing: Float) -> Float {
        var (value, saving) = (base, baseSaving)
        var rest = groups.all
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            value += values[place] - (groups.weak & 1 << UInt32(place) == 0 ? 0 : weakLosses[place])
            saving += savings[place]
            rest &= rest - 1
        }
        // A descriptor saves no more than it costs.
        return value + min(0, standing + saving)
    }

    /// The most any document with so many groups, 1 or more, can get.
    func bound(count: Int) -> Float { levels[count - 1] }

    /// The groups without which no document with so many of them reaches a score.
    func required(count: Int, toReach score: Float) -> UInt32 {
        var mask: UInt32 = 0
        for place in 0..<self.count {
            // Those with greater values take part in the level; without one of them the next comes in.
            let isInLevel = (0..<self.count).count { values[$0] > values[place] } < count
            let next = count < self.count ? levels[count] : levels[count - 1]
            let without = isInLevel ? next - values[place] : levels[count - 1]
            if without < score { mask |= 1 << UInt32(place) }
        }
        return mask
    }
}
