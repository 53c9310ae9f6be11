import CatalogModel
import Testing

@testable import CatalogSearch

struct CodePatternTests {
    @Test(
        "Codes, prefixes and wildcards match",
        arguments: [
            ("zf.t4", "ZFT40ZZ", true), ("ZFT4?ZZ", "ZFT40ZZ", true), ("Z*0ZZ", "ZFT40ZZ", true),
            ("Z*1ZZ", "ZFT40ZZ", false),
            ("Z**?", "ZF", true), ("Z?", "Z", false), ("ZFT40ZZZ", "ZFT40ZZ", false),
        ])
    func matching(pattern: String, code: String, expected: Bool) throws {
        #expect(CodePattern(pattern).map { $0.matches(Array(code.utf8)[...]) } ?? false == expected)
    }

    @Test(
        "What cannot be a code is none",
        arguments: ["", "*", "a b", "x_y", "ABCDEFGHIJKLMNOPQRS", "a-b-c", "post-op", "é9"])
    func noCode(text: String) {
        #expect(CodePattern(text) == nil)
    }

    @Test("A code is found in any case, with dots, and by its look-alikes when nothing else is")
    func lookAlikes() throws {
        #expect(try SmallCatalog.search("z99.0").hits.map(\.key.code) == ["Z990"])
        #expect(try SmallCatalog.search("ZT0OIZZ").hits.first?.key.code == "ZT0OIZZ")
        let answer = try SmallCatalog.search("ZFT4OZZ")
        #expect(answer.hits.map(\.key.code) == ["ZFT40ZZ"])
        #expect(answer.readings == [QueryReading(typed: "ZFT4OZZ", readAs: ["ZFT40ZZ"], reason: .lookAlike)])
    }

    @Test("A prefix gives its codes in order, headers only when asked for")
    func prefixes() throws {
        #expect(try SmallCatalog.search("ZF1").hits.map(\.key.code) == ["ZF10BBZ", "ZF11BBZ"])
        let all = try SmallCatalog.search("ZF1") { $0.filters.kinds = [.code, .header] }
        #expect(all.hits.map(\.key.code) == ["ZF1", "ZF10BBZ", "ZF11BBZ"])
        #expect(try SmallCatalog.search("Z990-Z992").hits.map(\.key.code) == ["Z990", "Z991", "Z992"])
        #expect(try SmallCatalog.search("ZF?4*").matchCount == 4)
    }
}
