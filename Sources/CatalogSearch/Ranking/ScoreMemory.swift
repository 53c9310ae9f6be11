/// Which words of a query a document has, and in which fields: what its score is made of, besides what its other words
/// cost. Thousands of codes of a table have the same.
struct WordPattern: Equatable {
    /// System and words, 16 bits each, the last one lowest.
    private var low: UInt64
    private var high: UInt64 = 0
    /// How many words it has; from ``countMax`` on it says nothing.
    private var count = 0

    /// So many words are told apart.
    static let countMax = 7
    /// The greatest mark that fits.
    private static let markMax: UInt16 = 0xFFF

    /// The pattern of a document without words.
    init(system: Int) { low = UInt64(system) }

    /// Adds a word of the query, by its number from 1 on, and the field it stands in.
    @inline(__always)
    mutating func append(_ mark: UInt16, field: Int) {
        high = high << 16 | low >> 48
        low = low << 16 | UInt64(mark) << 4 | UInt64(field)
        count += mark <= Self.markMax ? 1 : Self.countMax + 1
    }

    /// Whether no other words have this pattern.
    var isTelling: Bool { count <= Self.countMax }

    var hash: Int {
        let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}

/// What patterns of words are worth in one query, as far as they were seen. One owner at a time.
struct ScoreMemory {
    private struct Place {
        var words = WordPattern(system: 0)
        var value: Float = 0
        /// The query it was noted in.
        var query: UInt32 = 0
    }

    private var places = [Place](repeating: Place(), count: 1 << 10)
    private var query: UInt32 = 0

    /// Forgets everything, for the next query.
    mutating func forget() {
        if query == .max {
            places = [Place](repeating: Place(), count: places.count)
            query = 0
        }
        query += 1
    }

    /// The value of a pattern; nil when it is not known.
    subscript(words: WordPattern) -> Float? {
        @inline(__always)
        get {
            let place = places[words.hash & (places.count - 1)]
            return place.query == query && place.words == words ? place.value : nil
        }
        set {
            guard let newValue, words.isTelling else { return }
            places[words.hash & (places.count - 1)] = Place(words: words, value: newValue, query: query)
        }
    }
}
