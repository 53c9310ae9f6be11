internal import CatalogModel

/// Reads what a user typed into groups of words that documents hold.
struct QueryReader {
    /// What a query was read as.
    struct Outcome {
        /// What is looked for, in the order typed.
        var groups: [QueryGroup] = []
        /// What was corrected or looked up.
        var readings: [QueryReading] = []
        /// The query as corrected; empty when nothing was.
        var corrected = ""
        /// The query's words.
        var tokens = TokenBuffer()
        /// The hashes of the whole wordings it may be: as typed, and with each likely correction of a word.
        var wordings: [UInt64] = []

        /// By group, what was typed.
        var labels: [String] {
            groups.map { group in
                group.tokens.map { String(decoding: tokens.bytes[tokens.tokens[$0].bytes], as: UTF8.self) }
                    .joined(separator: " ")
            }
        }
    }

    /// The most words of a query that are read; what follows says nothing.
    static let wordCountMax = 48
    /// The most groups of a query.
    static let groupCountMax = 20
    /// How often a query may say the same; what it says more often says nothing more.
    private static let repeatCountMax = 2

    let index: SearchIndex
    var outcome = Outcome()
    /// By word of the query, its number in the index, -1 for none.
    var words: [Int32] = []
    /// By word of the query, what it may have been meant to be; empty for words that are right.
    var corrections: [[TypoTable.Candidate]] = []
    /// By word of the query, how it is spelled, for misspelled ones that are made of known parts.
    var spellings: [[UInt8]] = []

    /// Reads a query.
    static func read(_ text: String, with index: SearchIndex) -> Outcome {
        var reader = QueryReader(index: index)
        reader.outcome.tokens.read(text, countMax: wordCountMax)
        reader.corrections = [[TypoTable.Candidate]](repeating: [], count: reader.outcome.tokens.tokens.count)
        reader.spellings = [[UInt8]](repeating: [], count: reader.outcome.tokens.tokens.count)
        reader.findWords()
        reader.preferTerms()
        reader.findGroups()
        reader.dropRepeats()
        reader.findLists()
        reader.findWordings()
        reader.tellCorrections(of: text)
        return reader.outcome
    }

    init(index: SearchIndex) {
        self.index = index
    }

    func bytes(_ token: Int) -> ArraySlice<UInt8> {
        outcome.tokens.bytes[outcome.tokens.tokens[token].bytes]
    }

    // MARK: Groups

    private mutating func findGroups() {
        var token = 0
        var exclusion = 0..<0
        while token < words.count, outcome.groups.count < Self.groupCountMax {
            var count = 1
            if role(token) == .negation, token + 1 < words.count, CommonWords.notElsewhere.contains(bytes(token + 1)) {
                count = 3
            } else if role(token) == .negation, let end = exclusionEnd(after: token) {
                exclusion = (token + 1)..<end
                tell(token..<end, [], .negation)
            } else if let (wordCount, alternatives) = index.phrases.longestTerm(at: words[token...]) {
                count = wordCount
                if alternatives.allSatisfy({ $0.kind == .learned }) {
                    if role(token) != .stop { addWord(token, alternatives, excluded: exclusion.contains(token)) }
                } else {
                    addPhrase(token..<(token + count), alternatives, excluded: exclusion.contains(token))
                }
            } else if role(token) != .stop, role(token) != .negation {
                addWord(token, [], excluded: exclusion.contains(token))
            }
            token += count
        }
    }

    private mutating func dropRepeats() {
        guard outcome.groups.count > Self.repeatCountMax else { return }
        var kept = 0
        for number in outcome.groups.indices {
            let group = outcome.groups[number]
            let sameCount = outcome.groups[..<kept].count { other in
                other.tokens != group.tokens && other.tokens.count == group.tokens.count
                    && zip(other.tokens, group.tokens).allSatisfy { bytes($0).elementsEqual(bytes($1)) }
            }
            if sameCount >= Self.repeatCountMax { continue }
            if kept != number { outcome.groups[kept] = group }
            kept += 1
        }
        outcome.groups.removeLast(outcome.groups.count - kept)
    }

    /// Groups with nothing but commas, `and` or `or` between them are items of a list when it has an `and` or `or`.
    private mutating func findLists() {
        var list = 0
        var start = 0
        while start < outcome.groups.count {
            var end = start + 1
            var isJoined = false
            while end < outcome.groups.count, let joins = link(outcome.groups[end - 1], outcome.groups[end]) {
                isJoined = isJoined || joins
                end += 1
            }
            if isJoined {
                list += 1
                for group in start..<end { outcome.groups[group].list = list }
            }
            start = end
        }
        for group in outcome.groups.indices where isAside(outcome.groups[group]) {
            outcome.groups[group].emphasis *= RankingWeights.aside
        }
    }

    /// Whether only a comma (false) or an `and` or `or` (true) separates two groups; nil when they are not linked.
    private func link(_ first: QueryGroup, _ second: QueryGroup) -> Bool? {
        guard first.isExcluded == second.isExcluded, first.tokens.upperBound <= second.tokens.lowerBound else {
            return nil
        }
        let between = first.tokens.upperBound..<second.tokens.lowerBound
        if between.isEmpty { return outcome.tokens.tokens[second.tokens.lowerBound].startsPhrase ? false : nil }
        return between.allSatisfy { CommonWords.joining.contains(bytes($0)) } ? true : nil
    }

    private func isAside(_ group: QueryGroup) -> Bool {
        let tokens = outcome.tokens.tokens
        return group.tokens.lowerBound > 0 && group.tokens.allSatisfy { tokens[$0].isAside }
    }

    func role(_ token: Int) -> WordRole {
        words[token] < 0 ? .content : index.roles[Int(words[token])]
    }

    /// Where what a "without" excludes ends: at punctuation or `with`; nil when nothing follows.
    private func exclusionEnd(after token: Int) -> Int? {
        var end = token + 1
        while end < words.count, end - token <= 6, !outcome.tokens.tokens[end].startsPhrase {
            if bytes(end).elementsEqual("with".utf8) { break }
            end += 1
        }
        return end > token + 1 ? end : nil
    }

    /// A term of the lexicon: what it stands for, besides the words themselves.
    private mutating func addPhrase(_ tokens: Range<Int>, _ alternatives: [Alternative], excluded: Bool) {
        var group = QueryGroup(readings: [], tokens: tokens, isExcluded: excluded)
        if tokens.count == 1 {
            group.readings = wordReadings(tokens.lowerBound)
        } else {
            let literal = tokens.filter { role($0) != .stop }.map { words[$0] }
            if !literal.isEmpty, literal.allSatisfy({ index.bestVariant(of: $0) != nil }) {
                group.readings.append(
                    QueryGroup.Reading(words: literal, weight: RankingWeights.literalPhrase, systems: SystemTable.all))
            }
        }
        group.readings += alternatives.map(reading)
        guard !group.readings.isEmpty else { return }
        outcome.groups.append(group)
        tellPhrase(tokens, alternatives)
    }

    /// A word that is no term of the lexicon, or one it knows from examples only.
    private mutating func addWord(_ token: Int, _ learned: [Alternative], excluded: Bool) {
        let readings = wordReadings(token)
        let text = spellings[token].isEmpty ? bytes(token) : spellings[token][...]
        if readings.isEmpty, let parts = affixParts(of: text) {
            // Each part is a group of its own, so that a code that has only one of them is still found.
            for part in parts where outcome.groups.count < Self.groupCountMax {
                outcome.groups.append(
                    QueryGroup(
                        readings: part.alternatives.map(reading), tokens: token..<(token + 1), isExcluded: excluded))
            }
            tell(
                token..<(token + 1), parts.compactMap { $0.alternatives.first.map { self.text($0.words) } }, .wordParts)
            return
        }
        var group = QueryGroup(readings: readings, tokens: token..<(token + 1), isExcluded: excluded)
        group.readings += partReadings(token)
        group.readings += learned.map(reading)
        if role(token) == .weak { group.emphasis = RankingWeights.weakWord }
        guard !group.readings.isEmpty else { return }
        outcome.groups.append(group)
    }

    /// The word itself with its relatives, or each of its corrections.
    private func wordReadings(_ token: Int) -> [QueryGroup.Reading] {
        if !corrections[token].isEmpty {
            return corrections[token].compactMap { candidate in
                guard index.bestVariant(of: candidate.word) != nil else { return nil }
                let weight = RankingWeights.correction[candidate.distance - 1]
                return QueryGroup.Reading(words: [candidate.word], weight: weight, systems: SystemTable.all)
            }
        }
        guard words[token] >= 0, index.bestVariant(of: words[token]) != nil else { return [] }
        return [QueryGroup.Reading(words: [words[token]], weight: 1, systems: SystemTable.all)]
    }

    /// The parts of a word the index knows, all together, as another way to say it.
    private func partReadings(_ token: Int) -> [QueryGroup.Reading] {
        // A word that was found otherwise than by its very letters is not in the table with them.
        let isItself = words[token] >= 0 && index.vocabulary[words[token]].elementsEqual(bytes(token))
        let splits = isItself ? index.splits[words[token]] : WordSplits.splits(of: bytes(token), with: index)
        return splits.map {
            QueryGroup.Reading(words: $0.words, weight: RankingWeights.wordParts, systems: $0.systems)
        }
    }

    private func reading(_ alternative: Alternative) -> QueryGroup.Reading {
        QueryGroup.Reading(words: alternative.words, weight: alternative.weight, systems: alternative.systems)
    }
}
