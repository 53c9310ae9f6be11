internal import CatalogModel

/// Finds the best documents of an index for one query after the other; what it allocates serves them all. One owner at a
/// time.
///
/// Documents are taken by how many groups of the query they have, those with all of them first. What a document can get
/// with fewer is bounded by ``ScoreBounds``; once that is less than what the worst hit so far has, no document that is
/// left can be a hit (in the spirit of MaxScore: Turtle and Flood, Information Processing & Management 31(6), 1995).
/// What is skipped could not have been a hit: the outcome is that of scoring everything.
struct DocumentRanker {
    /// What is ranked, and how.
    struct Task {
        /// What is looked for.
        var plan: ScoringPlan
        /// Documents that come first.
        var favoured: [Favour]
        /// How many hits at most.
        var limit: Int
        /// The last hit of the page before; nil for the first page.
        var after: TopHits.Hit?
        /// Whether nothing is skipped, which changes nothing but the time it takes.
        var isExhaustive: Bool
    }

    /// What a scorer marks words in.
    private var marks: [UInt16]
    private var memory = ScoreMemory()
    private var sets: GroupSets
    private var levels: MatchLevels
    /// The admitted documents that are not favoured.
    private var pending: BitSet

    init(index: SearchIndex) {
        marks = [UInt16](repeating: 0, count: index.wordCount)
        sets = GroupSets(index: index)
        levels = MatchLevels(index: index)
        pending = BitSet(capacity: index.documentCount)
    }

    /// The best of the admitted documents, best first.
    ///
    /// - Parameter matches: takes all documents that match.
    /// - Returns: the hits, and how many documents match.
    mutating func best(
        _ task: Task, of admitted: BitSet, in index: SearchIndex, matches: inout BitSet
    ) -> (hits: [TopHits.Hit], matchCount: Int) {
        var favoured: [(document: Int, favour: Favour)] = []
        if !task.favoured.isEmpty {
            pending.replace(with: admitted)
            for favour in task.favoured {
                for document in favour.documents where pending.remove(document) { favoured.append((document, favour)) }
            }
        }
        sets.fill(task.plan, index)
        let (groupsMin, wordMatchCount) = match(
            task.plan, admitted, pending: task.favoured.isEmpty ? admitted : pending, &matches)
        var matchCount = wordMatchCount
        for (document, _) in favoured where matches.insert(document) { matchCount += 1 }
        var ranking = Ranking(
            task: task, groupsMin: groupsMin, sets: sets, levels: levels,
            top: TopHits(limit: task.limit, after: task.after))
        memory.forget()
        DocumentScorer.with(task.plan, index, marks: &marks, memory: &memory) { scorer, memory in
            for (document, favour) in favoured {
                let score =
                    favour.isByCode ? 0 : scorer.score(document, system: index.documents.system(of: document), &memory)
                ranking.top.offer(TopHits.Hit(document: UInt32(document), score: favour.bonus + score))
            }
            ranking.rank(index) { scorer.score($0, system: $1, &memory) }
        }
        return (ranking.top.sorted, matchCount)
    }

    /// Finds all documents that match; returns how many groups they have at least, and how many there are.
    private mutating func match(
        _ plan: ScoringPlan, _ admitted: BitSet, pending: BitSet, _ matches: inout BitSet
    ) -> (groupsMin: Int, matchCount: Int) {
        // Where no document has as many groups as it should, those that have most of them are better than none.
        for count in stride(from: plan.matchedGroupsMin, to: 0, by: -1) {
            let found = levels.fill(sets, atLeast: count, of: admitted, pending: pending, into: &matches)
            if found > 0 { return (count, found) }
        }
        matches.removeAll()
        return (plan.counted.count + 1, 0)
    }

    /// How the score of a document came about: by group, what it adds or costs.
    mutating func explain(
        _ hit: TopHits.Hit, _ task: Task, _ labels: [String], in index: SearchIndex
    ) -> [(label: String, contribution: Float)] {
        if RankingWeights.isByCode(hit.score) { return [("code", hit.score)] }
        let document = Int(hit.document)
        let system = index.documents.system(of: document)
        var parts: [(String, Float)] = []
        if let favour = task.favoured.first(where: { !$0.isByCode && $0.documents.contains(document) }) {
            parts.append(("whole wording", favour.bonus))
        }
        DocumentScorer.with(task.plan, index, marks: &marks, memory: &memory) { scorer, _ in
            var sum: Float = 0
            let score = scorer.score(document, system: system) { group, contribution in
                sum += contribution
                parts.append((labels[group], contribution))
            }
            let gain = task.plan.systemGains[system]
            parts.append(("words of the descriptor not asked for", score - sum - gain))
            parts.append(("code system", gain))
        }
        return parts.filter { $0.1 != 0 }
    }
}

/// Documents taken level by level, the best kept.
private struct Ranking {
    let task: DocumentRanker.Task
    /// The fewest groups that count.
    let groupsMin: Int
    let sets: GroupSets
    let levels: MatchLevels
    var top: TopHits

    /// Ranks the documents that match by their groups.
    @inline(__always)
    mutating func rank(_ index: SearchIndex, score: (_ document: Int, _ system: Int) -> Float) {
        let plan = task.plan
        guard groupsMin <= plan.counted.count else { return }
        let bounds = index.systemRanges.indices.map { ScoreBounds(plan, system: $0, index) }
        let systems = bounds.indices.sorted { bounds[$0].bound(count: 1) > bounds[$1].bound(count: 1) }
        for count in stride(from: plan.counted.count, through: groupsMin, by: -1) {
            for system in systems where task.isExhaustive || bounds[system].bound(count: count) >= top.threshold {
                rank(index, bounds[system], count: count, system) { score($0, system) }
            }
        }
    }

    /// Ranks the documents of a system that have just so many groups.
    @inline(__always)
    private mutating func rank(
        _ index: SearchIndex, _ bounds: ScoreBounds, count: Int, _ system: Int, score: (_ document: Int) -> Float
    ) {
        let level = bounds.bound(count: count)
        let required = bounds.required(count: count, toReach: task.isExhaustive ? -.infinity : top.threshold)
        levels.forEachWord(in: index.systemRanges[system], count: count) { word, documents in
            if !task.isExhaustive, bounds.bound(of: level, standing: index.standingMaxima[word]) < top.threshold {
                return
            }
            var rest = documents & sets.documents(inWord: word, withAll: required)
            while rest != 0 {
                let document = word << 6 | rest.trailingZeroBitCount
                rest &= rest - 1
                let standing = index.standing[document]
                if !task.isExhaustive,
                    bounds.bound(of: level, standing: standing) < top.threshold
                        || bounds.bound(sets.groups(of: document), standing: standing) < top.threshold
                {
                    continue
                }
                top.offer(TopHits.Hit(document: UInt32(document), score: score(document)))
            }
        }
    }
}
