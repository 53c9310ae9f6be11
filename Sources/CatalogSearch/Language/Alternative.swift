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

extension [Alternative] {
    /// Adds alternatives, but those that say no more than one that is there: the same words, no surer, in no other
    /// system.
    mutating func merge(_ others: [Alternative]) {
        for other in others where !contains(where: { $0.covers(other) }) { append(other) }
    }
}

extension Alternative {
    fileprivate func covers(_ other: Alternative) -> Bool {
        words == other.words && weight >= other.weight && systems & other.systems == other.systems
    }
}
