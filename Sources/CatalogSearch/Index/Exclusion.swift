/// Which words of a text are excluded by a "without" before them.
///
/// What follows `without` or `no`, up to punctuation or `with`, is excluded, four content words at most. In the index an
/// excluded word is a word of its own, marked, so that a search for it does not find the codes that exclude it.
struct Exclusion {
    /// What an excluded word starts with.
    static let mark = UInt8(ascii: "!")

    private var remaining = 0

    /// Whether the next word of a text is excluded.
    mutating func covers(_ word: ArraySlice<UInt8>, _ token: TokenBuffer.Token) -> Bool {
        if token.startsPhrase || word.elementsEqual("with".utf8) { remaining = 0 }
        if word.elementsEqual("without".utf8) || word.elementsEqual("no".utf8) {
            remaining = 4
            return false
        }
        guard remaining > 0, word.count > 3 else { return false }
        remaining -= 1
        return true
    }

    /// The excluded word.
    static func marked(_ word: ArraySlice<UInt8>) -> [UInt8] { [mark] + word }
}
