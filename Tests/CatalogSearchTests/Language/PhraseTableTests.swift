import Testing

@testable import CatalogSearch

struct PhraseTableTests {
    private static let stopWords: Set<String> = ["a", "by", "in", "of", "the", "with"]
    private static let terms = [
        "hit by a car", "hip arthritis", "born with", "pain", "pain in chest", "knee replacement",
    ]

    /// What is found at the start of a text: the term, and how many words of the text it takes.
    private func longestTerm(_ text: String) -> String? {
        var vocabulary = Vocabulary()
        func numbers(_ text: String) -> [Int32] {
            text.split(separator: " ").map { vocabulary.insert(Array($0.utf8)[...]) }
        }
        let stopWords = Set(Self.stopWords.flatMap(numbers))
        let terms = Self.terms.map(numbers)
        let typed = numbers(text)
        var table = PhraseTable(stems: RelativesTable.stems(of: vocabulary), stopWords: stopWords)
        for (place, term) in terms.enumerated() {
            table.insert(
                term[...], [Alternative(words: [Int32(place)], weight: 1, systems: SystemTable.all, kind: .same)])
        }
        return table.longestTerm(at: typed[...]).map { found in
            "\(found.alternatives.map { Self.terms[Int($0.words[0])] }.joined(separator: "/")): \(found.wordCount)"
        }
    }

    @Test(
        "The longest term is found, with other words that say nothing, in other forms and the other way round",
        arguments: [
            ("hit by a car", "hit by a car: 4"), ("hit by car today", "hit by a car: 3"),
            ("hit with the car", "hit by a car: 4"), ("arthritis of the hip", "hip arthritis: 4"),
            ("hip arthritis left", "hip arthritis: 2"), ("replaced knee", "knee replacement: 2"),
            ("born with tail", "born with: 2"), ("pain of the chest", "pain in chest: 4"),
            ("pain in the", "pain: 1"), ("painful", nil), ("born", nil), ("of pain", nil),
        ] as [(String, String?)])
    func longest(text: String, expected: String?) {
        #expect(longestTerm(text) == expected)
    }
}
