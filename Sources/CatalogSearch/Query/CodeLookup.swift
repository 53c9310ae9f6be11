/// Finds the documents a code-like query names.
struct CodeLookup {
    /// Documents and how they were found.
    struct Match {
        /// The documents; for wildcards each lies in a range of its own.
        var documents: Range<Int>
        /// Whether the query is the whole code.
        var isExact: Bool
    }

    private let index: SearchIndex

    init(index: SearchIndex) {
        self.index = index
    }

    /// What a word names in any of these systems, as typed, else with look-alikes exchanged.
    ///
    /// - Returns: the matches, exact ones first, and the code they were found by when it is not what was typed.
    func matches(_ text: some StringProtocol, systems: UInt32) -> (matches: [Match], readAs: String?) {
        guard let pattern = CodePattern(text) else { return ([], nil) }
        let found = matches(pattern, systems)
        if !found.isEmpty || pattern.hasWildcard || pattern.rangeEnd != nil { return (found, nil) }
        for other in pattern.lookAlikes {
            let found = matches(other, systems)
            if !found.isEmpty { return (found, String(decoding: other.characters, as: UTF8.self)) }
        }
        return ([], nil)
    }

    private func matches(_ pattern: CodePattern, _ systems: UInt32) -> [Match] {
        var found: [Match] = []
        for number in index.documents.systems.systems.indices where systems & (1 << UInt32(min(number, 31))) != 0 {
            let all = index.documents.documents(ofSystem: number)
            if let end = pattern.rangeEnd {
                let first = index.documents.documents(in: all, withPrefix: pattern.characters[...])
                let last = index.documents.documents(in: all, withPrefix: end[...])
                if !first.isEmpty, first.lowerBound < last.upperBound, !last.isEmpty {
                    found.append(Match(documents: first.lowerBound..<last.upperBound, isExact: false))
                }
                continue
            }
            let range = index.documents.documents(in: all, withPrefix: pattern.fixedPrefix)
            if pattern.isPrefix {
                if !range.isEmpty { found.append(Match(documents: range, isExact: false)) }
            } else if pattern.hasWildcard {
                for document in range where pattern.matches(index.documents.code(of: document)) {
                    if let last = found.indices.last, found[last].documents.upperBound == document {
                        found[last].documents = found[last].documents.lowerBound..<(document + 1)
                    } else {
                        found.append(Match(documents: document..<(document + 1), isExact: false))
                    }
                }
            } else if !range.isEmpty {
                // Records of the code itself come first in its range.
                let exact = range.prefix { index.documents.code(of: $0).count == pattern.characters.count }
                if !exact.isEmpty { found.append(Match(documents: range.lowerBound..<exact.endIndex, isExact: true)) }
                if exact.endIndex < range.upperBound {
                    found.append(Match(documents: exact.endIndex..<range.upperBound, isExact: false))
                }
            }
        }
        return found.filter(\.isExact) + found.filter { !$0.isExact }
    }
}
