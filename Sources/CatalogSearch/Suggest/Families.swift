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
        var families = matchCount < Self.sparseCountMax ? sparseFamilies() : denseFamilies()
        if families.count > limit {
            // Those with most of their codes among the matches say what was typed best; of these the larger ones.
            let rated = families.map { ($0, rating($0)) }
            families = rated.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.first < $1.0.first }.prefix(limit).map(\.0)
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

    private func sparseFamilies() -> [Family] {
        var families: [Family] = []
        var current = UInt32.max
        matches.forEach(in: 0..<index.documentCount) { document in
            let number = index.families.familyOfDocument[document]
            if number == current {
                families[families.count - 1].count += 1
                families[families.count - 1].last = document
            } else {
                current = number
                families.append(
                    Family(
                        documents: index.families.ranges[Int(number)], count: 1,
                        characterCount: FamilyTable.characterCount, first: document, last: document))
            }
        }
        return families
    }

    private func denseFamilies() -> [Family] {
        index.families.ranges.compactMap { range in
            let count = matches.count(in: range)
            guard count > 0, let first = matches.first(in: range), let last = matches.last(in: range) else {
                return nil
            }
            return Family(
                documents: range, count: count, characterCount: FamilyTable.characterCount, first: first, last: last)
        }
    }

    private func rating(_ family: Family) -> Float {
        let share = Float(family.count) / Float(family.documents.count)
        return share + Float(family.count.bitWidth - family.count.leadingZeroBitCount) / 16
    }

    /// While there is room, splits the largest family by its next character.
    private func split(_ families: inout [Family], _ limit: Int) {
        var isWhole = [Bool](repeating: false, count: families.count)
        while families.count < limit {
            let candidates = families.indices.filter { families[$0].count > 1 && !isWhole[$0] }
            guard let largest = candidates.max(by: { families[$0].count < families[$1].count }) else { return }
            let parts = parts(of: families[largest])
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
