import Testing

@testable import CatalogSearch

struct TokenBufferTests {
    private func words(_ text: String) -> [String] {
        var buffer = TokenBuffer()
        buffer.read(text)
        return buffer.tokens.map { String(decoding: buffer.bytes[$0.bytes], as: UTF8.self) }
    }

    @Test(
        "Words are folded to lower case, plain letters and the singular",
        arguments: [
            ("Excision of Left Kidneys", ["excision", "of", "left", "kidney"]),
            ("Crohn's disease", ["crohn", "disease"]),
            ("Crohn\u{2019}s", ["crohn"]),
            ("Ménière Sjögren naïve", ["meniere", "sjogren", "naive"]),
            ("e\u{301}tude", ["etude"]),
            ("β-blocker 5µg", ["beta", "blocker", "5microg"]),
            ("biopsies abscesses metastases vertebrae", ["biopsy", "abscess", "metastasis", "vertebra"]),
            ("uterus pelvis noses gas", ["uterus", "pelvis", "nose", "gas"]),
            ("IL-2, C5/C6 (x-ray)", ["il", "2", "c5", "c6", "x", "ray"]),
            ("", []), ("  ,;()", []), ("\u{0}\u{0}", []), ("🫀🫁", []),
            ("שלום קלב", ["שלום", "קלב"]), ("''''s", ["s"]), ("\u{301}", []),
        ])
    func folding(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("A word says where it stands in scalars, also after characters of several bytes")
    func scalarRanges() {
        var buffer = TokenBuffer()
        buffer.read("é🫀 Herz-Kreislauf")
        #expect(buffer.tokens.map(\.scalars) == [0..<1, 3..<7, 8..<17])
    }

    @Test("A word of any length is kept in bounded memory")
    func longWord() {
        #expect(words(String(repeating: "b", count: 5000)) == [String(repeating: "b", count: 64)])
    }

    @Test("Punctuation and parentheses are told")
    func phrases() {
        var buffer = TokenBuffer()
        buffer.read("biopsy, kidney (needle) left")
        #expect(buffer.tokens.map(\.startsPhrase) == [false, true, true, true])
        #expect(buffer.tokens.map(\.isAside) == [false, false, true, false])
    }
}
