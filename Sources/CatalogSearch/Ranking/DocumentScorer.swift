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
        slotValues = [Float](repeating: 0, count: task.plan.slots.count)
        for (number, word) in task.plan.words.enumerated() { marks[Int(word.word)] = UInt16(number + 1) }
        defer { for word in task.plan.words { marks[Int(word.word)] = 0 } }
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
        let gain = task.plan.systemGains.max() ?? 0
        for (number, word) in task.plan.words.enumerated() {
            let bound = task.plan.bounds[number]
            if bound < task.plan.relevanceMin { return }
            if !task.isExhaustive, bound + gain < top.threshold { return }
            let saving = task.plan.savings[number]
            for position in index.words.documentRange(of: word.word) {
                let document = Int(index.words.documents[position])
                // A descriptor saves no more than it costs.
                if !task.isExhaustive, bound + gain + min(0, index.standing[document] + saving) < top.threshold {
                    continue
                }
                guard seen.insert(document), task.filter.admits(document, in: index) else { continue }
                let score = score(document, task.plan, index)
                guard score.relevance >= task.plan.relevanceMin else { continue }
                if task.isExhaustive { match(document) }
                top.offer(TopHits.Hit(document: UInt32(document), score: score.total))
            }
        }
    }

    /// What a document gets from the groups, and in all.
    private mutating func score(
        _ document: Int, _ plan: ScoringPlan, _ index: SearchIndex
    ) -> (relevance: Float, total: Float) {
        let saving = fillSlots(document, plan, index)
        let system = index.documents.system(of: document)
        var sum = ListSum()
        var penalty: Float = 0
        for group in plan.groups {
            let best = best(group, plan, system: 1 << UInt32(system))
            if group.isExcluded { penalty += RankingWeights.excluded * best } else { sum.add(best, list: group.list) }
        }
        return (sum.value, sum.value - penalty + index.standing[document] + saving + plan.systemGains[system])
    }

    /// Fills the slots of the plan with the words of a document; returns what its descriptor saves.
    private mutating func fillSlots(_ document: Int, _ plan: ScoringPlan, _ index: SearchIndex) -> Float {
        var saving: Float = 0
        for position in index.words.entryRange(of: document) {
            let entry = index.words.entries[position]
            let mark = marks[entry.word]
            if mark == 0 { continue }
            let word = plan.words[Int(mark) - 1]
            if entry.field == 0 { saving += word.saving }
            for number in word.uses {
                let use = plan.uses[number]
                slotValues[use.slot] = max(slotValues[use.slot], use.factor * fieldWeights[entry.field])
            }
        }
        return saving
    }

    /// What a document gets from a group by its best reading; empties the group's slots.
    private mutating func best(_ group: ScoringPlan.Group, _ plan: ScoringPlan, system: UInt32) -> Float {
        var best: Float = 0
        for number in group.readings {
            let reading = plan.readings[number]
            var value: Float = 0
            var isComplete = true
            for slot in reading.slots {
                if slotValues[slot] > 0 {
                    value += plan.slots[slot].value * slotValues[slot]
                    slotValues[slot] = 0
                } else {
                    isComplete = false
                }
            }
            if reading.systems & system != 0 {
                best = max(best, isComplete ? value : value * RankingWeights.incomplete)
            }
        }
        return best
    }

    /// How the score of a document came about.
    mutating func explain(
        _ document: Int, _ task: Task, _ labels: [String], in index: SearchIndex
    ) -> [(label: String, contribution: Float)] {
        for (number, word) in task.plan.words.enumerated() { marks[Int(word.word)] = UInt16(number + 1) }
        defer { for word in task.plan.words { marks[Int(word.word)] = 0 } }
        slotValues = [Float](repeating: 0, count: task.plan.slots.count)
        var parts: [(String, Float)] = []
        if let favour = task.favoured.first(where: { $0.documents.contains(document) }) {
            parts.append((favour.isByCode ? "code" : "whole wording", favour.bonus))
            if favour.isByCode { return parts }
        }
        let saving = fillSlots(document, task.plan, index)
        let system = index.documents.system(of: document)
        var sum = ListSum()
        for (group, label) in zip(task.plan.groups, labels) {
            let best = best(group, task.plan, system: 1 << UInt32(system))
            let before = sum.value
            if !group.isExcluded { sum.add(best, list: group.list) }
            let value = group.isExcluded ? -RankingWeights.excluded * best : sum.value - before
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
