/// By group of a query, the documents that have one of its words: what a document can get at most, at the price of one
/// bit a group. One owner at a time.
struct GroupSets {
    private var sets: [BitSet] = []
    private var values: [Float] = []
    /// What the groups beyond ``groupCountMax`` can add.
    private var rest: Float = 0

    /// So many groups get a set; the others count as if every document had them.
    private static let groupCountMax = 8
    /// With fewer documents to look at, making the sets costs more than it saves.
    private static let documentCountMin = 1_500

    /// Makes the sets of a query; returns false when they are not worth it.
    mutating func fill(_ plan: ScoringPlan, _ index: SearchIndex) -> Bool {
        let groups = plan.groups.indices.filter { !plan.groups[$0].isExcluded }
        let documentCount = plan.words.reduce(0) { $0 + $1.documentCount }
        guard groups.count > 1, documentCount >= Self.documentCountMin else { return false }
        values.removeAll(keepingCapacity: true)
        rest = 0
        var places = [Int](repeating: -1, count: plan.groups.count)
        for group in groups.sorted(by: { plan.groups[$0].value > plan.groups[$1].value }) {
            guard values.count < Self.groupCountMax else {
                rest += plan.groups[group].value
                continue
            }
            places[group] = values.count
            if sets.count == values.count { sets.append(BitSet(capacity: index.documentCount)) }
            sets[values.count].removeAll()
            values.append(plan.groups[group].value)
        }
        for word in plan.words {
            var lastPlace = -1
            for use in word.uses {
                let place = places[plan.readings[plan.slots[plan.uses[use].slot].reading].group]
                guard place >= 0, place != lastPlace else { continue }
                lastPlace = place
                index.prefixes.insertDocuments(of: word.word, into: &sets[place], index.words)
            }
        }
        return true
    }

    /// The most a document can get from the groups.
    @inline(__always)
    func bound(_ document: Int) -> Float {
        var sum = rest
        for place in values.indices where sets[place].contains(document) { sum += values[place] }
        return sum
    }
}
