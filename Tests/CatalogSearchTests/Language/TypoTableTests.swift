import Testing

@testable import CatalogSearch

struct TypoTableTests {
    private static let words = ["kidney", "appendix", "gallbladder", "cholecystectomy", "ear"]

    private static func edits(of word: [UInt8]) -> [[UInt8]] {
        var edited: [[UInt8]] = []
        for place in word.indices {
            edited.append(Array(word[..<place] + word[(place + 1)...]))
            edited.append(Array(word[..<place] + [UInt8(ascii: "q")] + word[place...]))
            edited.append(Array(word[..<place] + [UInt8(ascii: "q")] + word[(place + 1)...]))
            if place > 0, word[place] != word[place - 1] {
                var swapped = word
                swapped.swapAt(place, place - 1)
                edited.append(swapped)
            }
        }
        return edited + [word + [UInt8(ascii: "q")]]
    }

    @Test("Every single edit of a longer word leads back to it")
    func singleEdits() {
        var vocabulary = Vocabulary()
        let ids = Self.words.map { vocabulary.insert(Array($0.utf8)[...]) }
        let table = TypoTable(vocabulary: vocabulary) { _ in true }
        for (word, id) in zip(Self.words, ids) where word.utf8.count >= 5 {
            for typed in Self.edits(of: Array(word.utf8)) {
                let found = table.candidates(for: typed[...], in: vocabulary)
                #expect(
                    found.contains { $0.word == id && $0.distance == 1 }, "\(String(decoding: typed, as: UTF8.self))")
            }
        }
    }

    @Test("Short words are not corrected, and far ones not found")
    func limits() {
        var vocabulary = Vocabulary()
        for word in Self.words { _ = vocabulary.insert(Array(word.utf8)[...]) }
        let table = TypoTable(vocabulary: vocabulary) { _ in true }
        #expect(table.candidates(for: Array("eer".utf8)[...], in: vocabulary).isEmpty)
        #expect(table.candidates(for: Array("kudnay".utf8)[...], in: vocabulary).isEmpty)
        #expect(table.candidates(for: Array("cholecistectomi".utf8)[...], in: vocabulary).map(\.distance) == [2])
    }

    @Test(
        "A word of eight letters is allowed one edit, one of nine two",
        arguments: [("apendxi", false), ("galbladdre", true)])
    func editsByLength(typed: String, isFound: Bool) {
        var vocabulary = Vocabulary()
        for word in Self.words { _ = vocabulary.insert(Array(word.utf8)[...]) }
        let table = TypoTable(vocabulary: vocabulary) { _ in true }
        #expect(table.candidates(for: Array(typed.utf8)[...], in: vocabulary).isEmpty != isFound)
    }

    @Test(
        "Edits are counted with transpositions",
        arguments: [
            ("kidney", "kidney", 0), ("kidney", "kindey", 1), ("kidney", "kidne", 1), ("kidney", "sidney", 1),
            ("", "ab", 2), ("ab", "", 2), ("abcd", "badc", 2), ("abc", "xyz", 3),
        ])
    func distance(a: String, b: String, expected: Int) {
        var distance = EditDistance()
        #expect(distance.between(Array(a.utf8)[...], Array(b.utf8)[...], limit: 2) == expected)
    }
}
