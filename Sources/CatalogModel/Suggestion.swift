/// Finds what was probably meant by a misspelled word.
package enum Suggestion {
    /// The candidate nearest to the word, when it is near enough to be a slip: at most a third of its letters wrong, or
    /// the word its beginning. Of equally near ones the first.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        if word.count > 1, let completed = candidates.first(where: { $0.lowercased().hasPrefix(word) }) {
            return completed
        }
        return candidates.map { ($0, distance(word, $0.lowercased())) }
            .filter { $0.1 <= max(1, ($0.0.count + 1) / 3) }
            .min { $0.1 < $1.1 }?.0
    }

    /// How many letters must be inserted, deleted, replaced or swapped with their neighbour (optimal string alignment).
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            for (j, right) in b.enumerated() {
                var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left == right ? 0 : 1))
                if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { best = min(best, beforePrevious[j - 1] + 1) }
                current.append(best)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[b.count]
    }
}
