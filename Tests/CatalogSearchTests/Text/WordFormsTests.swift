import Testing

@testable import CatalogSearch

struct WordFormsTests {
    private func stem(_ word: String) -> String {
        String(decoding: WordForms.stem(Array(word.utf8)[...]), as: UTF8.self)
    }

    @Test(
        "Relatives share a stem",
        arguments: [
            ["replacement", "replaced", "replacing"], ["infection", "infected"], ["ulceration", "ulcerative"],
        ])
    func relatives(words: [String]) {
        #expect(Set(words.map(stem)).count == 1)
    }

    @Test("Short words keep their identity", arguments: ["ear", "renal", "toe", "ileum", "ilium"])
    func shortWords(word: String) {
        #expect(stem(word).count >= min(word.count, 4))
        #expect(stem("ileum") != stem("ilium"))
    }

    @Test(
        "British spellings become American ones",
        arguments: [
            ("oesophagus", "esophagus"), ("tumour", "tumor"), ("anaemia", "anemia"),
            ("catheterisation", "catheterization"),
            ("fibre", "fiber"),
        ])
    func spelling(british: String, american: String) {
        #expect(WordForms.usSpelling(Array(british.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } == american)
    }

    @Test("Other words have no other spelling")
    func noSpelling() {
        #expect(WordForms.usSpelling(Array("kidney".utf8)[...]) == nil)
    }
}
