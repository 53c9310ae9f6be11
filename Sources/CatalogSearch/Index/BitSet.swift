/// A set of document numbers, one bit each.
struct BitSet {
    /// The bits, 64 documents to a word.
    private(set) var words: [UInt64]

    /// An empty set that can hold numbers below `capacity`.
    init(capacity: Int) {
        words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    }

    /// How many members there are.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether the number is a member.
    @inline(__always)
    func contains(_ member: Int) -> Bool { words[member >> 6] & (1 << UInt64(member & 63)) != 0 }

    /// Adds a number; returns whether it was new.
    @inline(__always) @discardableResult
    mutating func insert(_ member: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(member & 63)
        let word = words[member >> 6]
        words[member >> 6] = word | bit
        return word & bit == 0
    }

    /// Adds a run of numbers.
    mutating func insert(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        let head = UInt64.max << UInt64(range.lowerBound & 63)
        let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
        if first == last {
            words[first] |= head & tail
        } else {
            words[first] |= head
            for index in (first + 1)..<last { words[index] = .max }
            words[last] |= tail
        }
    }

    /// How many members lie in a run of numbers.
    func count(in range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        let head = UInt64.max << UInt64(range.lowerBound & 63)
        let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
        if first == last { return (words[first] & head & tail).nonzeroBitCount }
        var count = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
        for index in (first + 1)..<last { count += words[index].nonzeroBitCount }
        return count
    }

    /// Keeps the members that are in the other set too.
    mutating func formIntersection(_ other: BitSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// Adds the members of the other set.
    mutating func formUnion(_ other: BitSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Removes the members of the other set.
    mutating func subtract(_ other: BitSet) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    /// Empties the set.
    mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    /// Calls the body with each member, in ascending order, until it returns false.
    func forEach(_ body: (Int) -> Bool) {
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                guard body(index << 6 | word.trailingZeroBitCount) else { return }
                word &= word - 1
            }
        }
    }
}
