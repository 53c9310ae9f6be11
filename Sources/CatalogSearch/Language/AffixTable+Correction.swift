extension AffixTable {
    /// The shortest part that is recognised misspelled, or that vouches for a misspelled neighbour, in letters.
    private static let correctedByteCountMin = 4
    /// The most parts before the misspelled one.
    private static let depthMax = 3

    /// A word of known parts that differs from this one by one edit within one part: `capsulectomy` for `capsuectomy`.
    ///
    /// An edit lies in one part, so the others are found as they are: an ending and what comes before it, or beginnings
    /// and what comes after them.
    ///
    /// - Returns: the word as it should be spelled; nil when there is none.
    func correction(of word: ArraySlice<UInt8>) -> [UInt8]? {
        guard word.count > Self.correctedByteCountMin, word.count <= TokenBuffer.wordByteCountMax else { return nil }
        return correction(of: word, depth: 0)
    }

    private func correction(of rest: ArraySlice<UInt8>, depth: Int) -> [UInt8]? {
        if depth > 0, let ending = nearest(to: rest, where: isEnding) { return ending }
        let shortest = Self.correctedByteCountMin
        for start in rest.indices.dropFirst(shortest).dropLast(shortest - 1) where isTail(rest[start...]) {
            if let beginning = nearest(to: rest[..<start], where: isBeginning) { return beginning + rest[start...] }
        }
        guard depth < Self.depthMax else { return nil }
        for end in rest.indices.dropFirst(shortest).dropLast(shortest - 1).reversed() where isBeginning(rest[..<end]) {
            if let tail = correction(of: rest[end...], depth: depth + 1) { return rest[..<end] + tail }
        }
        return nil
    }

    /// Whether these letters end a word: a part, or several.
    private func isTail(_ letters: ArraySlice<UInt8>) -> Bool {
        isEnding(letters) || parts(of: letters) { _ in nil } != nil
    }

    /// The part one edit away from these letters; of several the one with the same first letter, then the longest.
    private func nearest(to letters: ArraySlice<UInt8>, where isWanted: (ArraySlice<UInt8>) -> Bool) -> [UInt8]? {
        parts(near: letters).filter { $0.count >= Self.correctedByteCountMin && isWanted($0) }
            .max { ($0.first == letters.first ? 1 : 0, $0.count) < ($1.first == letters.first ? 1 : 0, $1.count) }
            .map { Array($0) }
    }
}
