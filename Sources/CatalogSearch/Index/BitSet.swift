/// A set of document numbers, one bit each.
struct BitSet {
    /// The bits, 64 documents to a word.
    private(set) var words: [UInt64]

    /// An empty set that can hold numbers below `capacity`.
    init(capacity: Int) {
        words = [UInt64](repeating: 0, count: Self.wordCount(capacity: capacity))
    }

    /// How many chunks hold numbers below `capacity`.
    static func chunkCount(capacity: Int) -> Int { (capacity + 511) / 512 }

    /// How many words do, in whole chunks.
    static func wordCount(capacity: Int) -> Int { chunkCount(capacity: capacity) * BitChunk.scalarCount }

    /// 512 numbers from a multiple of 512 on.
    subscript(chunk number: Int) -> BitChunk {
        @inline(__always)
        get {
            words.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: number * MemoryLayout<BitChunk>.size, as: BitChunk.self)
            }
        }
        @inline(__always)
        set {
            words.withUnsafeMutableBytes {
                $0.storeBytes(of: newValue, toByteOffset: number * MemoryLayout<BitChunk>.size, as: BitChunk.self)
            }
        }
    }

    /// How many members there are.
    var count: Int {
        var counter = BitCounter()
        for chunk in 0..<(words.count / BitChunk.scalarCount) { counter.add(self[chunk: chunk]) }
        return counter.count
    }

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

    /// Takes a number out; returns whether it was a member.
    @discardableResult
    mutating func remove(_ member: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(member & 63)
        let word = words[member >> 6]
        words[member >> 6] = word & ~bit
        return word & bit != 0
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
        combine(with: other) { $0 & $1 }
    }

    /// Adds the members of the other set.
    mutating func formUnion(_ other: BitSet) {
        combine(with: other) { $0 | $1 }
    }

    /// Takes the members of the other set, which has the same capacity, instead of its own.
    mutating func replace(with other: BitSet) {
        combine(with: other) { $1 }
    }

    @inline(__always)
    private mutating func combine(with other: BitSet, _ operation: (UInt64, UInt64) -> UInt64) {
        words.withUnsafeMutableBufferPointer { words in
            other.words.withUnsafeBufferPointer { other in
                for index in 0..<min(words.count, other.count) { words[index] = operation(words[index], other[index]) }
            }
        }
    }

    /// Lends the words, to be changed.
    mutating func withWords<Outcome>(_ body: (UnsafeMutablePointer<UInt64>) -> Outcome) -> Outcome? {
        words.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
    }

    /// Whether there is no member.
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// Empties the set.
    mutating func removeAll() {
        words.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    /// Calls the body for 64 numbers at a time, where there are members among them.
    @inline(__always)
    func forEachWord(_ body: (_ word: Int, _ members: UInt64) -> Void) {
        for (word, members) in words.enumerated() where members != 0 { body(word, members) }
    }

    /// Calls the body with each member in a run of numbers, in ascending order.
    func forEach(in range: Range<Int>, _ body: (Int) -> Void) {
        guard !range.isEmpty else { return }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        for index in first...last {
            var word = words[index]
            if index == first { word &= UInt64.max << UInt64(range.lowerBound & 63) }
            if index == last { word &= UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63) }
            while word != 0 {
                body(index << 6 | word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }

    /// The least member in a run of numbers; nil when there is none.
    func first(in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var index = range.lowerBound >> 6
        var word = words[index] & UInt64.max << UInt64(range.lowerBound & 63)
        while word == 0, (index + 1) << 6 < range.upperBound {
            index += 1
            word = words[index]
        }
        let member = index << 6 | word.trailingZeroBitCount
        return word != 0 && member < range.upperBound ? member : nil
    }

    /// The greatest member in a run of numbers; nil when there is none.
    func last(in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var index = (range.upperBound - 1) >> 6
        var word = words[index] & UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
        while word == 0, index << 6 > range.lowerBound {
            index -= 1
            word = words[index]
        }
        let member = index << 6 | (63 - word.leadingZeroBitCount)
        return word != 0 && member >= range.lowerBound ? member : nil
    }
}
