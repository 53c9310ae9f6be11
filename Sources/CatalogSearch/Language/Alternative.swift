/// Words of the index that stand for something typed, all of which a good answer has.
struct Alternative {
    /// The words' numbers.
    var words: [Int32]
    /// How well they stand for it, 1 for the words themselves.
    var weight: Float
    /// The systems in which they do, a bit each by ``SystemTable`` number.
    var systems: UInt32
    /// Why they do.
    var kind: LexiconEntry.Kind
}
