/// Takes apart lines in which a list entry ran on into what came after it on the page.
///
/// When such pages are made from markup, the end of a list is sometimes lost: its last entry then carries the next
/// group's label (`Nerve damage Rare complications:`) or the next paragraph (`Failed fusions Patients considered for
/// this procedure typically have …`). A line is only split where its own words leave no doubt:
/// - before a known group label that opens with a capital after an uncapitalised word: at the end of any line, and
///   anywhere in the last entry of a list;
/// - before a known group label after a full stop in a paragraph;
/// - in the last entry of a list whose entries are phrases, before a sentence that opens with one of the words
///   sentences on these pages open with, has a verb and a full stop.
enum RunOnSplitter {
    /// The lines with run-on tails as lines of their own, which are paragraphs. Splitting again changes nothing.
    static func split(_ lines: [PageLine]) -> [PageLine] {
        var result: [PageLine] = []
        var phrasesOnly = true
        for (index, line) in lines.enumerated() {
            let isEntry = line.marker != .none
            if !isEntry { phrasesOnly = true }
            let isLast = isEntry && (index + 1 == lines.count || lines[index + 1].marker == .none)
            let pieces = split(line, isLastEntry: isLast, amongPhrases: phrasesOnly)
            result += pieces
            if isEntry { phrasesOnly = pieces.count > 1 || (phrasesOnly && !PageText.isTerminated(line.text)) }
        }
        return result
    }

    private static func split(_ line: PageLine, isLastEntry: Bool, amongPhrases: Bool) -> [PageLine] {
        if line.marker == .none, PageHeading(line.text)?.remainder.isEmpty == true { return [line] }
        let words = line.text.split(separator: " ")
        var starts = labelStarts(words, isEntry: line.marker != .none, isLastEntry: isLastEntry)
        let head = words[..<(starts.first ?? words.count)]
        if isLastEntry, amongPhrases, let start = sentenceStart(head) { starts.insert(start, at: 0) }
        guard let first = starts.first else { return [line] }
        let tails = zip(starts, starts.dropFirst().map { words[$0].startIndex } + [line.text.endIndex]).map {
            start, end in
            line.paragraph(PageText.trimmed(line.text[words[start].startIndex..<end]))
        }
        return [line.keeping(PageText.trimmed(line.text[..<words[first].startIndex]))] + tails
    }

    /// The indices of the words at which known group labels start in the middle of the line.
    private static func labelStarts(_ words: [Substring], isEntry: Bool, isLastEntry: Bool) -> [Int] {
        var starts: [Int] = []
        for start in words.indices.dropFirst() {
            guard let end = labelEnd(words, from: start) else { continue }
            let isInEntry = isEntry && starts.isEmpty
            let splits =
                followsSentence(words[start - 1])
                ? !isInEntry
                : followsPhrase(words[start - 1]) && (end == words.count - 1 || (isInEntry && isLastEntry))
            if splits { starts.append(start) }
        }
        return starts
    }

    /// The index of the word whose colon ends a known group label starting here.
    private static func labelEnd(_ words: [Substring], from start: Int) -> Int? {
        guard let first = words[start].unicodeScalars.first, PageText.startsSentence(first) else { return nil }
        let reach = words[start..<min(start + 5, words.count)]
        guard let end = reach.indices.first(where: { words[$0].last == ":" }),
            PageVocabulary.isGroupLabel(words[start...end].joined(separator: " "))
        else { return nil }
        return end
    }

    /// The index of the word at which a sentence starts after a phrase, up to the end of the words.
    private static func sentenceStart(_ words: ArraySlice<Substring>) -> Int? {
        guard let last = words.last, followsSentence(last), !words.dropLast().contains(where: followsSentence) else {
            return nil
        }
        return words.indices.dropFirst().first { start in
            openers.contains(words[start].lowercased()) && isCapitalised(words[start])
                && followsPhrase(words[start - 1])
                && words.count - (start - words.startIndex) >= 4
                && words[start...].contains { verbs.contains($0.lowercased()) }
        }
    }

    private static func isCapitalised(_ word: Substring) -> Bool {
        word.unicodeScalars.first.map(PageText.startsSentence) ?? false
    }

    private static func followsSentence(_ word: Substring) -> Bool { PageText.isTerminated(String(word)) }

    /// Whether a phrase can end with this word: it links nothing, and it is not capitalised, so that the next word does
    /// not belong to a name.
    private static func followsPhrase(_ word: Substring) -> Bool {
        guard let first = word.unicodeScalars.first(where: \.properties.isAlphabetic),
            let last = word.unicodeScalars.last
        else { return false }
        return !PageText.startsSentence(first) && (last.properties.isAlphabetic || last == ")")
            && !linkWords.contains(word.lowercased())
    }

    /// Words after which a phrase goes on.
    private static let linkWords: Set<String> = [
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "without", "and", "or", "as",
        "like", "using", "via", "per", "than", "is", "are", "called", "named", "taking", "including", "their", "its",
        "under", "over", "after", "before", "during", "between", "into", "this", "that", "these", "those", "if", "e.g.",
    ]

    private static let openers: Set<String> = [
        "additional", "additionally", "after", "all", "alternatives", "although", "anesthesia", "any", "because",
        "before", "both", "candidates", "complete", "complications", "criteria", "doctors", "during", "each",
        "every", "expected", "follow-up", "for", "full", "general", "generally", "healing", "however", "if",
        "imaging", "improvement", "improvements", "in", "individuals", "it", "local", "management", "many", "most",
        "other", "others", "overall", "patients", "people", "physicians", "recovery", "regular", "results", "risks",
        "some", "such", "surgeons", "symptoms", "that", "the", "there", "these", "they", "this", "those", "tools",
        "treatment", "typically", "usually", "when", "while", "your", "you",
    ]

    private static let verbs: Set<String> = [
        "are", "can", "could", "depend", "depends", "do", "does", "has", "have", "helps", "include", "includes",
        "involve", "involves", "is", "may", "might", "must", "need", "needs", "offer", "offers", "provide", "provides",
        "require", "requires", "should", "take", "takes", "vary", "varies", "was", "were", "will",
    ]
}
