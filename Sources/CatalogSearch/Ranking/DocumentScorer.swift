/// Scores the documents of an index for one query. Uses memory that others own, as long as they lend it.
struct DocumentScorer {
    private let plan: ScoringPlan
    private let entries: UnsafeBufferPointer<WordTable.Entry>
    private let entryEnds: UnsafeBufferPointer<UInt32>
    private let standing: UnsafeBufferPointer<Float>
    /// By word of the vocabulary, its number in the plan plus one; 0 for all others.
    private let marks: UnsafeMutableBufferPointer<UInt16>
    /// By slot, what its best word adds; 0 between two documents.
    private let slotValues: UnsafeMutableBufferPointer<Float>
    private let fieldWeights: [Float]

    private static let fieldWeights = SearchField.allCases.map { RankingWeights.field($0) }

    /// A scorer for a plan, at work until the body returns.
    ///
    /// - Parameters:
    ///   - marks: a number for each word of the index, all 0 before and after.
    ///   - memory: what is known of patterns of words; lent to the body.
    static func with<Outcome>(
        _ plan: ScoringPlan, _ index: SearchIndex, marks: inout [UInt16], memory: inout ScoreMemory,
        _ body: (DocumentScorer, inout ScoreMemory) -> Outcome
    ) -> Outcome {
        marks.withUnsafeMutableBufferPointer { marks in
            for (number, word) in plan.words.enumerated() { marks[Int(word.word)] = UInt16(number + 1) }
            defer { for word in plan.words { marks[Int(word.word)] = 0 } }
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: plan.slots.count) { slotValues in
                slotValues.initialize(repeating: 0)
                return index.words.entries.withUnsafeBufferPointer { entries in
                    index.words.entryEnds.withUnsafeBufferPointer { entryEnds in
                        index.standing.withUnsafeBufferPointer { standing in
                            body(
                                DocumentScorer(
                                    plan: plan, entries: entries, entryEnds: entryEnds, standing: standing,
                                    marks: marks, slotValues: slotValues, fieldWeights: fieldWeights),
                                &memory)
                        }
                    }
                }
            }
        }
    }

    /// The score of a document of a system, from what is remembered of others that have the same words of the query.
    @inline(__always)
    func score(_ document: Int, system: Int, _ memory: inout ScoreMemory) -> Float {
        var words = WordPattern(system: system)
        for entry in row(of: document) {
            let mark = marks[entry.word]
            if mark != 0 { words.append(mark, field: entry.field) }
        }
        if let known = memory[words] { return known + standing[document] }
        let value = value(of: document, system: system) { _, _ in }
        memory[words] = value
        return value + standing[document]
    }

    /// The same, telling what it is made of.
    ///
    /// - Parameter each: called with what each group adds or costs, in order, groups that do neither left out.
    func score(_ document: Int, system: Int, each: (_ group: Int, _ contribution: Float) -> Void) -> Float {
        value(of: document, system: system, each) + standing[document]
    }

    @inline(__always)
    private func row(of document: Int) -> UnsafeBufferPointer<WordTable.Entry> {
        let start = document == 0 ? 0 : Int(entryEnds[document - 1])
        return UnsafeBufferPointer(rebasing: entries[start..<Int(entryEnds[document])])
    }

    /// What the words of a document add and save.
    private func value(of document: Int, system: Int, _ each: (_ group: Int, _ contribution: Float) -> Void) -> Float {
        var touched: UInt32 = 0
        var saving: Float = 0
        for entry in row(of: document) {
            let mark = Int(marks[entry.word])
            if mark == 0 { continue }
            let word = plan.words[mark - 1]
            if entry.field == 0 { saving += word.saving }
            let weight = fieldWeights[entry.field]
            for number in word.uses {
                let use = plan.uses[number]
                slotValues[use.slot] = max(slotValues[use.slot], use.worth * weight)
                touched |= 1 << UInt32(use.group)
            }
        }
        var sum = ListSum()
        var penalty: Float = 0
        while touched != 0 {
            let number = touched.trailingZeroBitCount
            touched &= touched - 1
            let group = plan.groups[number]
            let best = take(group.readings, system: 1 << UInt32(system))
            if group.isExcluded {
                penalty += RankingWeights.excluded * best
                each(number, -RankingWeights.excluded * best)
            } else {
                let before = sum.value
                sum.add(best, list: group.list)
                each(number, sum.value - before)
            }
        }
        return sum.value - penalty + saving + plan.systemGains[system]
    }

    /// What the best reading of a group adds; empties its slots.
    @inline(__always)
    private func take(_ readings: Range<Int>, system: UInt32) -> Float {
        var best: Float = 0
        for number in readings {
            let reading = plan.readings[number]
            var sum: Float = 0
            var isComplete = true
            for slot in reading.slots {
                sum += slotValues[slot]
                if slotValues[slot] == 0 { isComplete = false }
                slotValues[slot] = 0
            }
            if reading.systems & system != 0 { best = max(best, isComplete ? sum : sum * RankingWeights.incomplete) }
        }
        return best
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
