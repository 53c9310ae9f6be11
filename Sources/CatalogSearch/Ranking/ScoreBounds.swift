/// What a document of one system can get at most, by the counted groups it has.
///
/// Groups are meant by their places in ``ScoringPlan/counted``, sets of them are bit masks.
struct ScoreBounds {
    /// What a document can get that has none of the groups.
    private var base: Float
    private var baseSaving: Float = 0
    /// The most a document with all groups can save.
    private var savingMax: Float = 0
    /// By place, how much more a document can get that has the group, and how much more its descriptor can save.
    private var values: [Float] = []
    /// By place, how much less when the document has it by weak readings only.
    private var weakLosses: [Float] = []
    private var savings: [Float] = []

    /// Covers what adding in another order than the score does may round differently.
    private static let slack: Float = 0.001

    init(_ plan: ScoringPlan, system: Int) {
        base = plan.systemGains[system] + Self.slack
        let mask: UInt32 = 1 << UInt32(min(system, 31))
        var listBests: [Int: Float] = [:]
        var places = [Int](repeating: -1, count: plan.groups.count)
        for (place, group) in plan.counted.enumerated() { places[group] = place }
        values = [Float](repeating: 0, count: plan.counted.count)
        savings = values
        weakLosses = values
        for (number, group) in plan.groups.enumerated() where !group.isExcluded {
            var value: Float = 0
            var weakValue: Float = 0
            var partialValue: Float = 0
            for reading in plan.readings[group.readings] where reading.systems & mask != 0 {
                value = max(value, reading.value)
                if !reading.isStrong { weakValue = max(weakValue, reading.value) }
                partialValue = max(partialValue, reading.partialValue)
            }
            if group.list != 0 {
                // Of a list the best item counts in full: as if it were there, and all items in part.
                listBests[group.list] = max(listBests[group.list] ?? 0, value)
                value *= RankingWeights.furtherItem
                weakValue *= RankingWeights.furtherItem
                partialValue *= RankingWeights.furtherItem
            }
            if places[number] < 0 {
                base += value
            } else {
                base += partialValue
                values[places[number]] = max(0, value - partialValue)
                weakLosses[places[number]] = max(0, value - max(weakValue, partialValue))
            }
        }
        for best in listBests.values { base += best * (1 - RankingWeights.furtherItem) }
        setSavings(plan, places, mask)
    }

    private mutating func setSavings(_ plan: ScoringPlan, _ places: [Int], _ system: UInt32) {
        var all = [Float](repeating: 0, count: plan.groups.count)
        // What documents without the group can have too: words that are not telling.
        var open = all
        for word in plan.words {
            guard let group = word.group else { continue }
            let isTelling = plan.uses[word.uses].contains { use in
                use.group == group && plan.slots[use.slot].isTelling
                    && plan.readings[plan.slots[use.slot].reading].systems & system != 0
            }
            all[group] += word.saving
            if !isTelling { open[group] += word.saving }
        }
        for number in plan.groups.indices {
            if places[number] < 0 {
                baseSaving += all[number]
            } else {
                baseSaving += open[number]
                savings[places[number]] = all[number] - open[number]
            }
        }
        savingMax = savings.reduce(baseSaving, +)
    }

    /// The most any document with so many groups can get whose descriptor costs at least so much.
    @inline(__always)
    func bound(of level: Float, standing: Float) -> Float { level + min(0, standing + savingMax) }

    /// The most a document with these groups can get, with what its descriptor costs when nothing is asked for.
    @inline(__always)
    func bound(_ groups: (all: UInt32, weak: UInt32), standing: Float) -> Float {
        var (value, saving) = (base, baseSaving)
        var rest = groups.all
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            value += values[place] - (groups.weak & (1 << UInt32(place)) == 0 ? 0 : weakLosses[place])
            saving += savings[place]
            rest &= rest - 1
        }
        // A descriptor saves no more than it costs.
        return value + min(0, standing + saving)
    }

    /// The most any document with so many groups can get.
    func bound(count: Int, without place: Int? = nil) -> Float {
        let others = values.indices.filter { $0 != place }.map { values[$0] }
        return base + others.sorted(by: >).prefix(count).reduce(0, +)
    }

    /// The groups without which no document with so many of them reaches a score.
    func required(count: Int, toReach score: Float) -> UInt32 {
        values.indices.reduce(0) { mask, place in
            bound(count: count, without: place) < score ? mask | 1 << UInt32(place) : mask
        }
    }
}
