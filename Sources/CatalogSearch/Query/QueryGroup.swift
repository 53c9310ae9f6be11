/// A part of a query that means one thing, and the ways descriptors may say it.
struct QueryGroup {
    /// One way to say it.
    struct Reading {
        /// The words that should all be there, or variants of them; see ``SearchIndex/forEachVariant(of:_:)``.
        var words: [Int32]
        /// How well they stand for what was typed, to 1.
        var weight: Float
        /// The systems in which they do, as a mask.
        var systems: UInt32
    }

    /// The ways to say it.
    var readings: [Reading]
    /// The words of the query it was read from.
    var tokens: Range<Int>
    /// Whether it is looked for, or must not be there.
    var isExcluded = false
    /// Groups of the same number other than 0 are items of one list (`scapula, clavicle and ribs`).
    var list = 0
    /// The part of its weight that counts.
    var emphasis: Float = 1
}

extension SearchIndex {
    /// A word and its relatives, with the part of its weight that each counts; without those that no document holds.
    @inline(__always)
    func forEachVariant(of word: Int32, _ body: (_ word: Int32, _ factor: Float) -> Void) {
        if wordWeights[Int(word)] > 0 { body(word, 1) }
        for relative in relatives.family(of: word) where relative != word { body(relative, RankingWeights.relative) }
    }

    /// The first of the variants; nil when there is none.
    func bestVariant(of word: Int32) -> Int32? {
        wordWeights[Int(word)] > 0 ? word : relatives.family(of: word).first { $0 != word }
    }
}
