internal import Foundation

/// What words of the index the words of a query are, corrected where nobody knows them.
extension QueryReader {
    mutating func findWords() {
        for token in outcome.tokens.tokens.indices {
            let text = bytes(token)
            if let id = index.vocabulary.id(of: text) {
                words.append(id)
            } else if let american = WordForms.usSpelling(text), let id = index.vocabulary.id(of: american[...]) {
                words.append(id)
            } else if affixParts(of: text) != nil || text.allSatisfy({ $0 < UInt8(ascii: "a") }) {
                words.append(-1)
            } else if let relative = index.relatives.relative(ofUnknown: text), !isMisspelled(text) {
                words.append(relative)
            } else {
                words.append(correctedWord(token))
            }
        }
    }

    /// Whether one edit that leaves the ending alone makes a word of the index: then it is that word misspelled, and no
    /// other form of it.
    private func isMisspelled(_ text: ArraySlice<UInt8>) -> Bool {
        guard let best = bestCorrections(of: text).first, best.distance == 1 else { return false }
        return index.vocabulary[best.word].suffix(2).elementsEqual(text.suffix(2))
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
        corrections[token] = found
        return found.first?.word ?? -1
    }

    /// Where a misspelled word may be several, takes the one that makes a term of the lexicon with its neighbour.
    mutating func preferTerms() {
        for token in corrections.indices where corrections[token].count > 1 {
            for place in corrections[token].indices {
                words[token] = corrections[token][place].word
                guard isInTerm(token) else { continue }
                corrections[token].swapAt(0, place)
                break
            }
            words[token] = corrections[token][0].word
        }
    }

    /// Whether a word is part of a term of at least two words, with the word before or after it.
    private func isInTerm(_ token: Int) -> Bool {
        if let found = index.phrases.longestTerm(at: words[token...]), found.wordCount > 1 { return true }
        guard token > 0, let found = index.phrases.longestTerm(at: words[(token - 1)...]) else { return false }
        return found.wordCount > 1
    }

    func affixParts(of text: ArraySlice<UInt8>) -> [AffixTable.Part]? {
        WordSplits.parts(of: text, with: index)
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

    /// What the whole query may be: as typed, else with the best corrections, one word's others in turn.
    mutating func findWordings() {
        guard corrections.contains(where: { !$0.isEmpty }) else {
            if let wording = WordingTable.hash(of: outcome.tokens) { outcome.wordings = [wording] }
            return
        }
        let typed = words.indices.map { corrections[$0].first.map { index.vocabulary[$0.word] } ?? bytes($0) }
        var wordings = [WordingTable.hash(of: typed)]
        for (token, candidates) in corrections.enumerated() {
            for candidate in candidates.dropFirst() {
                var other = typed
                other[token] = index.vocabulary[candidate.word]
                wordings.append(WordingTable.hash(of: other))
            }
        }
        outcome.wordings = wordings.compactMap(\.self)
    }
}
