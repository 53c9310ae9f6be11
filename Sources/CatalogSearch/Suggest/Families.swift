/// Groups matching codes so that a few suggestions cover them all.
struct Families {
    /// A family, or a single code.
    struct Family {
        /// The matching documents lie in this range of numbers; others may lie there too.
        var documents: Range<Int>
        /// How many match.
        var count: Int
        /// How many characters its codes share.
        var characterCount: Int
        /// The first and the last one that match.
        var first: Int
        var last: Int
    }

    let index: SearchIndex
    let matches: BitSet

    /// The best families, at most `limit`; single codes when no more than that match.
    func best(_ limit: Int, matchCount: Int) -> [Family] {
        guard matchCount > limit else {
            return members(0..<index.documentCount).map(single)
        }
        guard limit > 0 else { return [] }
        var families = rated(limit, isSparse: matchCount < Self.sparseCountMax).compactMap {
            family($0.number, $0.count)
        }
        split(&families, limit)
        return families.map { $0.count == 1 ? single($0.first) : $0 }
    }

    /// Below so many matches they are taken one by one.
    private static let sparseCountMax = 4_000

    /// A code as a family of its own.
    func single(_ document: Int) -> Family {
        Family(
            documents: document..<(document + 1), count: 1, characterCount: index.documents.code(of: document).count,
            first: document, last: document)
    }

    private func members(_ range: Range<Int>) -> [Int] {
        var members: [Int] = []
        matches.forEach(in: range) { members.append($0) }
        return members
    }

    /// A family by its number, with how many of its codes match.
    private struct Rated {
        var number: Int
        var count: Int
        var rating: Float
    }

    /// The families with most of their codes among the matches, which say what was typed best, of these the larger ones;
    /// when they are no more than that, all in code order.
    private func rated(_ limit: Int, isSparse: Bool) -> [Rated] {
        var best: [Rated] = []
        var familyCount = 0
        func take(_ number: Int, _ count: Int) {
            familyCount += 1
            let size = index.families.ranges[number].count
            let rating =
                Float(count) / Float(size) + Float(count.bitWidth - count.leadingZeroBitCount) / 16
            if best.count == limit, best[limit - 1].rating >= rating { return }
            if best.count == limit { best.removeLast() }
            let place = best.firstIndex { $0.rating < rating } ?? best.count
            best.insert(Rated(number: number, count: count, rating: rating), at: place)
        }
        if isSparse {
            var (current, count) = (-1, 0)
            matches.forEachWord { word, bits in
                var rest = bits
                while rest != 0 {
                    let number = Int(index.families.familyOfDocument[word << 6 | rest.trailingZeroBitCount])
                    let end = index.families.ranges[number].upperBound - word << 6
                    let those = end < 64 ? rest & (1 << UInt64(end) - 1) : rest
                    if number != current {
                        if count > 0 { take(current, count) }
                        (current, count) = (number, 0)
                    }
                    count += those.nonzeroBitCount
                    rest ^= those
                }
            }
            if count > 0 { take(current, count) }
        } else {
            for (number, range) in index.families.ranges.enumerated() {
                let count = matches.count(in: range)
                if count > 0 { take(number, count) }
            }
        }
        return familyCount > limit ? best : best.sorted { $0.number < $1.number }
    }

    private func family(_ number: Int, _ count: Int) -> Family? {
        let range = index.families.ranges[number]
        guard let first = matches.first(in: range), let last = matches.last(in: range) else { return nil }
        return Family(
            documents: range, count: count, characterCount: FamilyTable.characterCount, first: first, last: last)
    }

    /// While there is room, splits the largest family by its next character; the only one even if not all parts of it
    /// find room.
    private func split(_ families: inout [Family], _ limit: Int) {
        var isWhole = [Bool](repeating: false, count: families.count)
        while families.count < limit {
            let candidates = families.indices.filter { families[$0].count > 1 && !isWhole[$0] }
            guard let largest = candidates.max(by: { families[$0].count < families[$1].count }) else { return }
            let parts = parts(of: families[largest])
            if families.count == 1, parts.count > limit {
                // All there is, so that it would say nothing by itself: its largest parts, in code order.
                let largestParts = parts.indices.sorted { (parts[$0].count, $1) > (parts[$1].count, $0) }
                families = largestParts.prefix(limit).sorted().map { parts[$0] }
                return
            }
            if parts.count < 2 || families.count + parts.count - 1 > limit {
                isWhole[largest] = true
            } else {
                families.replaceSubrange(largest...largest, with: parts)
                isWhole.replaceSubrange(largest...largest, with: [Bool](repeating: false, count: parts.count))
            }
        }
    }

    /// The parts of a family whose codes share one character more than all of them do.
    private func parts(of family: Family) -> [Family] {
        let shared = sharedCharacterCount(family)
        var parts: [Family] = []
        matches.forEach(in: family.documents) { document in
            let code = index.documents.code(of: document).prefix(shared + 1)
            if let last = parts.indices.last,
                index.documents.code(of: parts[last].first).prefix(shared + 1).elementsEqual(code)
            {
                parts[last].count += 1
                parts[last].last = document
                parts[last].documents = parts[last].documents.lowerBound..<(document + 1)
            } else {
                parts.append(
                    Family(
                        documents: document..<(document + 1), count: 1, characterCount: shared + 1, first: document,
                        last: document))
            }
        }
        return parts
    }

    /// How many characters the matching codes of a family share: as they are in order, what first and last share.
    func sharedCharacterCount(_ family: Family) -> Int {
        zip(index.documents.code(of: family.first), index.documents.code(of: family.last)).prefix { $0 == $1 }.count
    }
}
