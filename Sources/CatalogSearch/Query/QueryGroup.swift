/// A part of a query that means one thing, and the ways descriptors may say it.
struct QueryGroup {
    /// One way to say it.
    struct Reading {
        /// The words that should all be there.
        var slots: [Slot]
        /// How well they stand for what was typed, to 1.
        var weight: Float
        /// The systems in which they do, as a mask.
        var systems: UInt32
    }

    /// A word that should be there, or one of its variants.
    struct Slot {
        /// The word and its variants, best first.
        var words: [(word: Int32, factor: Float)]
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
