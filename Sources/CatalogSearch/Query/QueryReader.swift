internal import CatalogModel
internal import Foundation

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
    static let groupCountMax = 32

    private let index: SearchIndex
    private var outcome = Outcome()
    /// By word of the query, its number in the index, -1 for none.
    private var words: [Int32] = []
    /// By word of the query, what it may have been meant to be.
    private var corrections: [Int: [TypoTable.Candidate]] = [:]
    /// By word of the query, how it is spelled, for misspelled ones that are made of known parts.
    private var spellings: [Int: [UInt8]] = [:]

    /// Reads a query.
    static func read(_ text: String, with index: SearchIndex) -> Outcome {
        var reader = QueryReader(index: index)
        reader.outcome.tokens.read(text, countMax: wordCountMax)
        reader.findWords()
        reader.preferTerms()
        reader.findGroups()
        reader.findLists()
        reader.findWordings()
        reader.tellCorrections(of: text)
        return reader.outcome
    }

    private init(index: SearchIndex) {
        self.index = index
    }

    // MARK: Words

    private func bytes(_ token: Int) -> ArraySlice<UInt8> {
        outcome.tokens.bytes[outcome.tokens.tokens[token].bytes]
    }

    private mutating func findWords() {
        for token in outcome.tokens.tokens.indices {
            let text = bytes(token)
            if let id = index.vocabulary.id(of: text) {
                words.append(id)
            } else if let american = WordForms.usSpelling(text), let id = index.vocabulary.id(of: american[...]) {
                words.append(id)
            } else if affixParts(of: text) != nil || text.allSatisfy({ $0 < UInt8(ascii: "a") }) {
                words.append(-1)
            } else if let relative = index.relatives.relative(ofUnknown: text) {
                words.append(relative)
            } else {
                words.append(correctedWord(token))
            }
        }
    }

    /// The likeliest word meant by a misspelled one; -1 when nobody knows, or when it is one of known parts.
    private mutating func correctedWord(_ token: Int) -> Int32 {
        let found = bestCorrections(of: bytes(token))
        if found.first?.distance != 1, let spelling = index.affixes.correction(of: bytes(token)),
            affixParts(of: spelling[...]) != nil
        {
            spellings[token] = spelling
            return -1
        }
        if !found.isEmpty { corrections[token] = found }
        return found.first?.word ?? -1
    }

    /// Where a misspelled word may be several, takes the one that makes a term of the lexicon with its neighbour.
    private mutating func preferTerms() {
        for (token, candidates) in corrections where candidates.count > 1 {
            for place in candidates.indices {
                words[token] = candidates[place].word
                guard isInTerm(token) else { continue }
                corrections[token]?.swapAt(0, place)
                break
            }
            words[token] = corrections[token]?.first?.word ?? -1
        }
    }

    /// Whether a word is part of a term of at least two words, with the word before or after it.
    private func isInTerm(_ token: Int) -> Bool {
        if let found = index.phrases.longestTerm(at: words[token...]), found.wordCount > 1 { return true }
        guard token > 0, let found = index.phrases.longestTerm(at: words[(token - 1)...]) else { return false }
        return found.wordCount > 1
    }

    private func affixParts(of text: ArraySlice<UInt8>) -> [AffixTable.Part]? {
        index.affixes.parts(of: text) { rest in
            guard let id = index.vocabulary.id(of: rest), index.wordWeights[Int(id)] > 0 else { return nil }
            return id
        }
    }

    /// The likeliest words meant by a misspelled one: few edits, same first letter, frequent.
    private func bestCorrections(of text: ArraySlice<UInt8>) -> [TypoTable.Candidate] {
        let found = index.typos.candidates(for: text, in: index.vocabulary)
        guard !found.isEmpty else { return [] }
        let ranked = found.map { candidate -> (TypoTable.Candidate, Float) in
            let word = index.vocabulary[candidate.word]
            let frequency = Float(index.words.documentRange(of: candidate.word).count)
            var merit = -Float(candidate.distance) * RankingWeights.editMerit
            if word.first == text.first { merit += RankingWeights.firstLetterMerit }
            if word.last == text.last { merit += RankingWeights.lastLetterMerit }
            merit += RankingWeights.frequencyMerit * log2(1 + frequency)
            return (candidate, merit)
        }
        let best = ranked.sorted { ($0.1, $1.0.word) > ($1.1, $0.0.word) }
        let distance = best[0].0.distance
        return best.prefix(RankingWeights.correctionCountMax).map(\.0).filter { $0.distance <= distance }
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

    /// What the whole query may be: as typed, else with the best corrections, one word's others in turn.
    private mutating func findWordings() {
        let typed = words.indices.map { corrections[$0]?.first.map { index.vocabulary[$0.word] } ?? bytes($0) }
        var wordings = [WordingTable.hash(of: typed)]
        for (token, candidates) in corrections {
            for candidate in candidates.dropFirst() {
                var other = typed
                other[token] = index.vocabulary[candidate.word]
                wordings.append(WordingTable.hash(of: other))
            }
        }
        outcome.wordings = wordings.compactMap(\.self)
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

    private func role(_ token: Int) -> WordRole {
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
            let slots = tokens.filter { role($0) != .stop }.map { slot(words[$0]) }
            if !slots.isEmpty, slots.allSatisfy({ !$0.words.isEmpty }) {
                group.readings.append(
                    QueryGroup.Reading(slots: slots, weight: RankingWeights.literalPhrase, systems: SystemTable.all))
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
        let text = spellings[token].map { $0[...] } ?? bytes(token)
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
        if let split = partReadings(token) { group.readings += split }
        group.readings += learned.map(reading)
        if role(token) == .weak { group.emphasis = RankingWeights.weakWord }
        guard !group.readings.isEmpty else { return }
        outcome.groups.append(group)
    }

    /// The word itself with its relatives, or each of its corrections.
    private func wordReadings(_ token: Int) -> [QueryGroup.Reading] {
        if let candidates = corrections[token] {
            return candidates.compactMap { candidate in
                let slot = self.slot(candidate.word)
                guard !slot.words.isEmpty else { return nil }
                let weight = RankingWeights.correction[candidate.distance - 1]
                return QueryGroup.Reading(slots: [slot], weight: weight, systems: SystemTable.all)
            }
        }
        guard words[token] >= 0 else { return [] }
        let slot = self.slot(words[token])
        return slot.words.isEmpty ? [] : [QueryGroup.Reading(slots: [slot], weight: 1, systems: SystemTable.all)]
    }

    /// The parts of a word the index knows, all together, as another way to say it.
    private func partReadings(_ token: Int) -> [QueryGroup.Reading]? {
        guard let parts = affixParts(of: bytes(token)), parts.contains(where: \.isSuffix) else { return nil }
        var readings: [([Int32], UInt32)] = [([], SystemTable.all)]
        for part in parts {
            readings = readings.flatMap { reading in
                part.alternatives.prefix(3).map { (reading.0 + $0.words, reading.1 & $0.systems) }
            }
        }
        return readings.prefix(6).filter { $0.1 != 0 }.map { words, systems in
            QueryGroup.Reading(slots: words.map { slot($0) }, weight: RankingWeights.wordParts, systems: systems)
        }
    }

    private func reading(_ alternative: Alternative) -> QueryGroup.Reading {
        QueryGroup.Reading(
            slots: alternative.words.map { slot($0) }, weight: alternative.weight, systems: alternative.systems)
    }

    /// A word with its relatives; without those that no document holds.
    private func slot(_ word: Int32) -> QueryGroup.Slot {
        var words: [(word: Int32, factor: Float)] = []
        if index.wordWeights[Int(word)] > 0 { words.append((word, 1)) }
        for relative in index.relatives.family(of: word) where relative != word {
            words.append((relative, RankingWeights.relative))
        }
        return QueryGroup.Slot(words: words)
    }

    // MARK: What is told

    private func text(_ words: [Int32]) -> String {
        words.map { index.vocabulary.text($0) }.joined(separator: " ")
    }

    private mutating func tellPhrase(_ tokens: Range<Int>, _ alternatives: [Alternative]) {
        guard let first = alternatives.first(where: { $0.kind != .learned }) else { return }
        let reason: ReadingReason =
            switch first.kind {
            case .abbr: .abbreviation
            case .spell: .spelling
            default: .synonym
            }
        tell(tokens, alternatives.prefix(4).map { text($0.words) }, reason)
    }

    private mutating func tell(_ tokens: Range<Int>, _ readAs: [String], _ reason: ReadingReason) {
        outcome.readings.append(QueryReading(typed: typed(tokens), readAs: readAs, reason: reason))
    }

    private func typed(_ tokens: Range<Int>) -> String {
        tokens.map { String(decoding: bytes($0), as: UTF8.self) }.joined(separator: " ")
    }

    private mutating func tellCorrections(of text: String) {
        guard !corrections.isEmpty || !spellings.isEmpty else { return }
        for token in words.indices {
            guard let spelling = spelling(of: token) else { continue }
            tell(token..<(token + 1), [spelling], .spelling)
        }
        outcome.corrected = words.indices.map { spelling(of: $0) ?? typed($0..<($0 + 1)) }.joined(separator: " ")
    }

    /// How a misspelled word is spelled; nil for others.
    private func spelling(of token: Int) -> String? {
        if let spelling = spellings[token] { return String(decoding: spelling, as: UTF8.self) }
        return corrections[token]?.first.map { index.vocabulary.text($0.word) }
    }
}
