internal import CatalogModel

/// Ranks the documents of an index for one query after the other; what it allocates serves them all. One owner at a time.
///
/// The words of the query are taken from the rarest to the most frequent one. A document that holds none of the words
/// before some word can get no more than ``ScoringPlan/bounds`` says, so once that is less than what the worst hit so
/// far has, no document that is left can be a hit (MaxScore: Turtle and Flood, Information Processing & Management
/// 31(6), 1995). What is skipped could not have been a hit: the outcome is that of scoring everything.
struct DocumentScorer {
    /// How a search goes.
    struct Task {
        /// What is looked for.
        var plan: ScoringPlan
        /// Documents that come first.
        var favoured: [Favour]
        /// Which documents may be found.
        var filter: DocumentFilter
        /// How many hits at most.
        var limit: Int
        /// The last hit of the page before; nil for the first page.
        var after: TopHits.Hit?
        /// Whether to look at every document that matches, not only at those that may be hits.
        var isExhaustive: Bool
    }

    /// By word of the vocabulary, its number in the plan plus one; 0 for all others.
    private var marks: [UInt16]
    private var slotValues: [Float] = []
    private var readingValues: [Float] = []
    private var filledCounts: [Int] = []
    private var groupBests: [Float] = []
    private var touchedSlots: [Int] = []
    private var touchedReadings: [Int] = []
    private var groupSets = GroupSets()
    private var seen: BitSet
    private let fieldWeights: [Float]

    init(index: SearchIndex) {
        marks = [UInt16](repeating: 0, count: index.wordCount)
        seen = BitSet(capacity: index.documentCount)
        fieldWeights = SearchField.allCases.map { RankingWeights.field($0) }
    }

    /// The best documents, best first.
    ///
    /// - Parameter match: called with every document that matches, in no order, when the search is exhaustive.
    mutating func best(_ task: Task, in index: SearchIndex, match: (Int) -> Void = { _ in }) -> [TopHits.Hit] {
        seen.removeAll()
        prepare(task.plan)
        defer { clear(task.plan) }
        var top = TopHits(limit: task.limit, after: task.after)
        for favour in task.favoured {
            for document in favour.documents where task.filter.admits(document, in: index) {
                guard seen.insert(document) else { continue }
                if task.isExhaustive { match(document) }
                let score = favour.isByCode ? 0 : score(document, task.plan, index).total
                top.offer(TopHits.Hit(document: UInt32(document), score: favour.bonus + score))
            }
        }
        rankByWords(task, index, &top, match)
        return top.sorted
    }

    private mutating func rankByWords(
        _ task: Task, _ index: SearchIndex, _ top: inout TopHits, _ match: (Int) -> Void
    ) {
        let plan = task.plan
        let gain = plan.systemGains.max() ?? 0
        let isSelective = !task.isExhaustive && groupSets.fill(plan, index)
        for (number, word) in plan.words.enumerated() {
            let bound = plan.bounds[number]
            if bound < plan.relevanceMin { return }
            if !task.isExhaustive, bound + gain < top.threshold { return }
            let saving = plan.savings[number]
            for position in index.words.documentRange(of: word.word) {
                let document = Int(index.words.documents[position])
                if !task.isExhaustive {
                    // A descriptor saves no more than it costs.
                    let rest = gain + min(0, index.standing[document] + saving)
                    if bound + rest < top.threshold { continue }
                    if isSelective, groupSets.bound(document) + rest < top.threshold { continue }
                }
                if rank(document, task, index, &top), task.isExhaustive { match(document) }
            }
        }
    }

    /// Scores a document that was not seen before; returns whether it matches.
    @discardableResult
    private mutating func rank(_ document: Int, _ task: Task, _ index: SearchIndex, _ top: inout TopHits) -> Bool {
        guard seen.insert(document), task.filter.admits(document, in: index) else { return false }
        let score = score(document, task.plan, index)
        guard score.relevance >= task.plan.relevanceMin else { return false }
        top.offer(TopHits.Hit(document: UInt32(document), score: score.total))
        return true
    }

    /// What a document gets from the groups, and in all.
    private mutating func score(
        _ document: Int, _ plan: ScoringPlan, _ index: SearchIndex
    ) -> (relevance: Float, total: Float) {
        let system = index.documents.system(of: document)
        let saving = fill(document, plan, index)
        weighReadings(plan, system: 1 << UInt32(system))
        var sum = ListSum()
        var penalty: Float = 0
        for (number, group) in plan.groups.enumerated() {
            let best = groupBests[number]
            if best == 0 { continue }
            groupBests[number] = 0
            if group.isExcluded { penalty += RankingWeights.excluded * best } else { sum.add(best, list: group.list) }
        }
        return (sum.value, sum.value - penalty + index.standing[document] + saving + plan.systemGains[system])
    }

    /// Fills the slots of the plan with the words of a document, each with the best word; returns what its descriptor
    /// saves.
    private mutating func fill(_ document: Int, _ plan: ScoringPlan, _ index: SearchIndex) -> Float {
        var saving: Float = 0
        for position in index.words.entryRange(of: document) {
            let entry = index.words.entries[position]
            let mark = Int(marks[entry.word])
            if mark == 0 { continue }
            if entry.field == 0 { saving += plan.words[mark - 1].saving }
            let weight = fieldWeights[entry.field]
            for number in plan.words[mark - 1].uses {
                let use = plan.uses[number]
                let value = use.factor * weight
                let old = slotValues[use.slot]
                guard value > old else { continue }
                slotValues[use.slot] = value
                let slot = plan.slots[use.slot]
                readingValues[slot.reading] += slot.value * (value - old)
                if old == 0 {
                    touchedSlots.append(use.slot)
                    if filledCounts[slot.reading] == 0 { touchedReadings.append(slot.reading) }
                    filledCounts[slot.reading] += 1
                }
            }
        }
        return saving
    }

    /// Takes for each group the reading that gives most; empties the readings.
    private mutating func weighReadings(_ plan: ScoringPlan, system: UInt32) {
        for slot in touchedSlots { slotValues[slot] = 0 }
        touchedSlots.removeAll(keepingCapacity: true)
        for number in touchedReadings {
            let reading = plan.readings[number]
            let isComplete = filledCounts[number] == reading.slots.count
            let value = isComplete ? readingValues[number] : readingValues[number] * RankingWeights.incomplete
            readingValues[number] = 0
            filledCounts[number] = 0
            guard reading.systems & system != 0, value > 0 else { continue }
            groupBests[reading.group] = max(groupBests[reading.group], value)
        }
        touchedReadings.removeAll(keepingCapacity: true)
    }

    /// Makes room for the plan of a query.
    private mutating func prepare(_ plan: ScoringPlan) {
        slotValues = [Float](repeating: 0, count: plan.slots.count)
        readingValues = [Float](repeating: 0, count: plan.readings.count)
        filledCounts = [Int](repeating: 0, count: plan.readings.count)
        groupBests = [Float](repeating: 0, count: plan.groups.count)
        for (number, word) in plan.words.enumerated() { marks[Int(word.word)] = UInt16(number + 1) }
    }

    /// Forgets the plan.
    private mutating func clear(_ plan: ScoringPlan) {
        for word in plan.words { marks[Int(word.word)] = 0 }
    }

    /// How the score of a document came about.
    mutating func explain(
        _ document: Int, _ task: Task, _ labels: [String], in index: SearchIndex
    ) -> [(label: String, contribution: Float)] {
        prepare(task.plan)
        defer { clear(task.plan) }
        var parts: [(String, Float)] = []
        if let favour = task.favoured.first(where: { $0.documents.contains(document) }) {
            parts.append((favour.isByCode ? "code" : "whole wording", favour.bonus))
            if favour.isByCode { return parts }
        }
        let system = index.documents.system(of: document)
        let saving = fill(document, task.plan, index)
        weighReadings(task.plan, system: 1 << UInt32(system))
        var sum = ListSum()
        for (number, label) in labels.enumerated() where number < task.plan.groups.count {
            let group = task.plan.groups[number]
            let before = sum.value
            if !group.isExcluded { sum.add(groupBests[number], list: group.list) }
            let value = group.isExcluded ? -RankingWeights.excluded * groupBests[number] : sum.value - before
            if value != 0 { parts.append((label, value)) }
        }
        parts.append(("words of the descriptor not asked for", index.standing[document] + saving))
        parts.append(("code system", task.plan.systemGains[system]))
        return parts.filter { $0.1 != 0 }
    }
}

/// Adds up what groups contribute: of the items of a list the best in full, the others in part.
private struct ListSum {
    var value: Float = 0
    private var list = 0
    private var listBest: Float = 0

    @inline(__always)
    mutating func add(_ contribution: Float, list: Int) {
        if list == 0 {
            value += contribution
            return
        }
        if list != self.list { (self.list, listBest) = (list, 0) }
        value += contribution + (RankingWeights.furtherItem - 1) * min(contribution, listBest)
        listBest = max(contribution, listBest)
    }
}
