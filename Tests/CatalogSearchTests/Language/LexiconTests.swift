import CatalogModel
import CatalogSearch
import Foundation
import Testing

struct LexiconTests {
    @Test("A line is read with its alternatives, system and weight")
    func line() throws {
        var lexicon = Lexicon()
        try lexicon.append(
            text: "# comment\n\nheart attack\tsame\tmyocardial infarction | stemi\tcm\t0.9\r\n", file: "a.tsv")
        #expect(
            lexicon.entries == [
                LexiconEntry(
                    term: "heart attack", kind: .same, alternatives: ["myocardial infarction", "stemi"],
                    system: .icd10CM, weight: 0.9)
            ])
    }

    @Test(
        "A malformed line is refused by file and line",
        arguments: ["a\tb", "a\tnokind\tc", "a\tsame\t|", "a\tsame\tb\tmars", "a\tsame\tb\tcm\t1.5", "\tsame\tb"])
    func malformed(line: String) {
        var lexicon = Lexicon()
        let error = #expect(throws: CatalogError.self) {
            try lexicon.append(text: "# head\n\(line)\n", file: "a.tsv")
        }
        #expect(error?.location == CatalogError.Location(file: "a.tsv", line: 2))
    }

    @Test("The lexicon that comes with the program can be read")
    func shipped() throws {
        let folder = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appendingPathComponent("Sources/CatalogSearch/Lexicon")
        #expect(try Lexicon(folder: folder.path).entries.count > 100)
    }
}
