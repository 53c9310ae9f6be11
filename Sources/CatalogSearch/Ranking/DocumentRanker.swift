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
    private var sets = GroupSets()
    /// The documents that may be found and were not ranked yet.
    private var pending: BitSet

    init(index: SearchIndex) {
        marks = [UInt16](repeating: 0, count: index.wordCount)
        pending = BitSet(capacity: index.documentCount)
    }

    /// The best of the admitted documents, best first.
    ///
    /// - Parameter matches: takes all documents that match.
    mutating func best(
        _ task: Task, of admitted: BitSet, in index: SearchIndex, matches: inout BitSet
    ) -> [TopHits.Hit] {
        let plan = task.plan
        pending.replace(with: admitted)
        sets.fill(plan, index)
        let groupsMin = match(plan, admitted, &matches)
        var top = TopHits(limit: task.limit, after: task.after)
        // Out of here while they are lent, so that the rest is free to be changed.
        var marks: [UInt16] = []
        swap(&marks, &self.marks)
        defer { swap(&marks, &self.marks) }
        DocumentScorer.with(plan, index, marks: &marks) { scorer in
            for favour in task.favoured {
                for document in favour.documents where pending.remove(document) {
                    matches.insert(document)
                    let system = index.documents.system(of: document)
                    let score = favour.isByCode ? 0 : scorer.score(document, system: system)
                    top.offer(TopHits.Hit(document: UInt32(document), score: favour.bonus + score))
                }
            }
            rankByGroups(task, groupsMin, scorer, index, &top)
        }
        return top.sorted
    }

    /// Finds all documents that match; returns how many groups they have at least.
    private func match(_ plan: ScoringPlan, _ admitted: BitSet, _ matches: inout BitSet) -> Int {
        matches.removeAll()
        // Where no document has as many groups as it should, those that have most of them are better than none.
        for count in stride(from: plan.matchedGroupsMin, to: 0, by: -1) {
            guard let found = sets.documents(withAtLeast: count) else { continue }
            matches.replace(with: found)
            matches.formIntersection(admitted)
            if !matches.isEmpty { return count }
        }
        return 1
    }

    private func rankByGroups(
        _ task: Task, _ groupsMin: Int, _ scorer: DocumentScorer, _ index: SearchIndex, _ top: inout TopHits
    ) {
        let bounds = index.systemRanges.indices.map { ScoreBounds(task.plan, system: $0) }
        let systems = bounds.indices.sorted { bounds[$0].bound(count: 1) > bounds[$1].bound(count: 1) }
        for count in stride(from: task.plan.counted.count, through: groupsMin, by: -1) {
            for system in systems {
                let bound = bounds[system]
                let level = bound.bound(count: count)
                let threshold = task.isExhaustive ? -.infinity : top.threshold
                if level < threshold { continue }
                let required = bound.required(count: count, toReach: threshold)
                sets.forEach(in: index.systemRanges[system], of: pending, count: count, required: required) { block in
                    task.isExhaustive
                        || bound.bound(of: level, standing: index.standingMaxima[block]) >= top.threshold
                } _: { document in
                    if !task.isExhaustive {
                        let standing = index.standing[document]
                        if bound.bound(of: level, standing: standing) < top.threshold { return }
                        if bound.bound(sets.groups(of: document), standing: standing) < top.threshold { return }
                    }
                    let score = scorer.score(document, system: system)
                    top.offer(TopHits.Hit(document: UInt32(document), score: score))
                }
            }
        }
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
        DocumentScorer.with(task.plan, index, marks: &marks) { scorer in
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
