/// Documents that rank before all others, whatever words they hold.
struct Favour {
    /// The documents.
    var documents: Range<Int>
    /// What they get for it.
    var bonus: Float
    /// Whether they are ordered by code alone, not by the words they hold.
    var isByCode: Bool
}

/// Scores documents of an index for one query after the other; what it allocates serves them all. One owner at a time.
struct DocumentScorer {
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

    /// The best documents.
    ///
    /// - Parameters:
    ///   - plan: what is looked for.
    ///   - index: where.
    ///   - limit: how many at most.
    ///   - favoured: documents that come first, see ``Favour``.
    ///   - admits: by number of traits, whether documents that have them may be found.
    ///   - isExhaustive: whether to score every document that has a word of the query, pruning nothing.
    mutating func best(
        _ plan: ScoringPlan, in index: SearchIndex, limit: Int, favoured: [Favour] = [], admits: [Bool],
        isExhaustive: Bool = false
    ) -> [TopHits.Hit] {
        seen.removeAll()
        slotValues = [Float](repeating: 0, count: plan.slots.count)
        for (number, word) in plan.words.enumerated() { marks[Int(word.word)] = UInt16(number + 1) }
        defer { for word in plan.words { marks[Int(word.word)] = 0 } }
        var top = TopHits(limit: limit)
        for favour in favoured {
            for document in favour.documents where admits[Int(index.documents.traitsOfDocument[document])] {
                guard seen.insert(document) else { continue }
                let score = favour.isByCode ? 0 : score(document, plan, index)
                top.offer(TopHits.Hit(document: UInt32(document), score: favour.bonus + score))
            }
        }
        for (number, word) in plan.words.enumerated() {
            let bound = isExhaustive ? Float.infinity : plan.bounds[number]
            if bound + index.standingMax < top.threshold { break }
            for position in index.words.documentRange(of: word.word) {
                let document = Int(index.words.documents[position])
                guard bound + index.standing[document] >= top.threshold else { continue }
                guard seen.insert(document), admits[Int(index.documents.traitsOfDocument[document])] else { continue }
                top.offer(TopHits.Hit(document: UInt32(document), score: score(document, plan, index)))
            }
        }
        return top.sorted
    }

    private mutating func score(_ document: Int, _ plan: ScoringPlan, _ index: SearchIndex) -> Float {
        let systemNumber = index.documents.system(of: document)
        var score = index.standing[document] + plan.systemGains[systemNumber]
        for position in index.words.entryRange(of: document) {
            let entry = index.words.entries[position]
            let mark = marks[entry.word]
            if mark == 0 { continue }
            let word = plan.words[Int(mark) - 1]
            if entry.field == 0 { score += word.saving }
            for use in word.uses {
                let use = plan.uses[use]
                slotValues[use.slot] = max(slotValues[use.slot], use.factor * fieldWeights[entry.field])
            }
        }
        let system: UInt32 = 1 << UInt32(systemNumber)
        var list = 0
        var listBest: Float = 0
        for group in plan.groups {
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
                guard reading.systems & system != 0 else { continue }
                best = max(best, isComplete ? value : value * RankingWeights.incomplete)
            }
            if group.isExcluded {
                score -= RankingWeights.excluded * best
            } else if group.list == 0 {
                score += best
            } else {
                // Of the items of a list the best counts in full, the others in part.
                if group.list != list { (list, listBest) = (group.list, 0) }
                let further = min(best, listBest)
                score += best + (RankingWeights.furtherItem - 1) * further
                listBest = max(best, listBest)
            }
        }
        return score
    }
}
