/// Finds the words of the vocabulary that a misspelled one is one or two edits away from.
///
/// Symmetric deletes (Garbe, SymSpell): the table holds a hash of every word with up to `n` letters deleted; a lookup
/// deletes from what was typed and meets them. One edit from five letters on, two from nine. Edits are substitution,
/// deletion, insertion and the transposition of neighbours.
struct TypoTable {
    /// Only so many letters at the start of a word take part in the deletes; the rest is compared at the end.
    private static let prefixCount = 8
    /// Shorter words are not corrected.
    static let wordByteCountMin = 4
    /// The fewest letters for two edits.
    static let twoEditsByteCountMin = 9

    private var hashes: [UInt32]
    private var words: [Int32]
    private var buckets: [UInt32]
    private static let bucketBits: UInt32 = 16

    init(vocabulary: Vocabulary, where isTarget: (Int32) -> Bool) {
        var pairs: [UInt64] = []
        pairs.reserveCapacity(vocabulary.count * 24)
        let deletes = Deletes()
        for word in 0..<Int32(vocabulary.count) {
            let text = vocabulary[word]
            guard text.count >= Self.wordByteCountMin, isTarget(word) else { continue }
            deletes.forEach(of: text.prefix(Self.prefixCount), edits: Self.edits(text.count)) { hash in
                pairs.append(UInt64(hash) << 32 | UInt64(UInt32(bitPattern: word)))
            }
        }
        Self.sort(&pairs)
        hashes = []
        words = []
        hashes.reserveCapacity(pairs.count)
        words.reserveCapacity(pairs.count)
        buckets = [UInt32](repeating: 0, count: (1 << Int(Self.bucketBits)) + 1)
        for pair in pairs {
            let hash = UInt32(truncatingIfNeeded: pair >> 32)
            hashes.append(hash)
            words.append(Int32(bitPattern: UInt32(truncatingIfNeeded: pair)))
            buckets[Int(hash >> (32 - Self.bucketBits)) + 1] += 1
        }
        for index in 1..<buckets.count { buckets[index] += buckets[index - 1] }
    }

    /// A word that may have been meant.
    struct Candidate {
        /// The word.
        var word: Int32
        /// How many edits away it is, 1 or 2.
        var distance: Int
    }

    /// The words within reach, in no order.
    func candidates(for typed: ArraySlice<UInt8>, in vocabulary: Vocabulary) -> [Candidate] {
        guard typed.count >= Self.wordByteCountMin, typed.count <= 40 else { return [] }
        let edits = Self.edits(typed.count)
        var found: [Candidate] = []
        let deletes = Deletes()
        var distance = EditDistance()
        deletes.forEach(of: typed.prefix(Self.prefixCount), edits: edits) { hash in
            let bucket = Int(hash >> (32 - Self.bucketBits))
            for index in Int(buckets[bucket])..<Int(buckets[bucket + 1]) where hashes[index] == hash {
                let word = words[index]
                guard found.count < 256, !found.contains(where: { $0.word == word }) else { continue }
                let text = vocabulary[word]
                guard abs(text.count - typed.count) <= edits else { continue }
                let count = distance.between(typed, text, limit: edits)
                if count >= 1, count <= edits { found.append(Candidate(word: word, distance: count)) }
            }
        }
        return found
    }

    private static func edits(_ byteCount: Int) -> Int { byteCount >= twoEditsByteCountMin ? 2 : 1 }

    /// Least-significant-digit radix sort: a comparison sort of a million pairs takes five times as long.
    private static func sort(_ pairs: inout [UInt64]) {
        var other = [UInt64](repeating: 0, count: pairs.count)
        for shift in [32, 43, 54] as [UInt64] {
            var counts = [Int](repeating: 0, count: 2049)
            for pair in pairs { counts[Int(pair >> shift & 2047) + 1] += 1 }
            for index in 1..<counts.count { counts[index] += counts[index - 1] }
            for pair in pairs {
                let digit = Int(pair >> shift & 2047)
                other[counts[digit]] = pair
                counts[digit] += 1
            }
            swap(&pairs, &other)
        }
    }
}

/// Hashes of a word's beginning with letters deleted.
private struct Deletes {
    func forEach(of word: ArraySlice<UInt8>, edits: Int, _ body: (UInt32) -> Void) {
        let first = word.startIndex
        let count = word.count
        body(hash(word, skipping: -1, -1))
        for skip in 0..<count {
            body(hash(word, skipping: first + skip, -1))
            guard edits > 1 else { continue }
            for other in (skip + 1)..<max(count, skip + 1) { body(hash(word, skipping: first + skip, first + other)) }
        }
    }

    private func hash(_ word: ArraySlice<UInt8>, skipping one: Int, _ two: Int) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in word.indices where index != one && index != two {
            hash = (hash ^ UInt64(word[index])) &* 0x100_0000_01B3
        }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
