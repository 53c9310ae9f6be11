import Testing

@testable import CatalogSearch

struct WordSetsTests {
    @Test(
        "The documents of frequent and of rare words are those in the run of numbers",
        arguments: [0..<0, 5..<6, 0..<64, 60..<70, 63..<257, 10..<4999, 0..<5000])
    func runs(range: Range<Int>) {
        // Word 0 is in every document, word 1 in every seventh one.
        var words = WordTable()
        for document in 0..<5000 {
            words.append((document % 7 == 0 ? [0, 1] : [0]).map { WordTable.Entry(word: $0, field: .descriptor) })
        }
        words.invert(wordCount: 2)
        let sets = WordSets(words: words)
        for (word, step) in [(0, 1), (1, 7)] as [(Int32, Int)] {
            var set = BitSet(capacity: 5000)
            _ = set.withWords { sets.insert(word, in: range, into: $0, words) }
            #expect((0..<5000).filter { set.contains($0) } == range.filter { $0 % step == 0 })
        }
    }
}
