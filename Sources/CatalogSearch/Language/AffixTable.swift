/// Splits medical words into the parts they are built from: `cholecystectomy` is `cholecyst-` and `-ectomy`.
struct AffixTable {
    /// One part of a word and what it stands for.
    struct Part {
        /// Alternatives, best first.
        var alternatives: [Alternative]
        /// Whether it ends a word, as `-ectomy` does.
        var isSuffix: Bool
    }

    private var vocabulary = Vocabulary(capacity: 512)
    private var fronts: [[Alternative]] = []
    private var backs: [[Alternative]] = []
    private var typos: TypoTable?

    /// The shortest and longest words worth splitting, in bytes.
    private static let splittable = 6...40
    /// The most parts of one word.
    private static let partCountMax = 4

    /// Adds a part as the lexicon writes it, with its hyphen.
    mutating func insert(_ affix: String, alternatives: [Alternative]) {
        let letters = Array(affix.utf8.filter { $0 != UInt8(ascii: "-") })
        guard letters.count >= 2, !alternatives.isEmpty else { return }
        if affix.hasPrefix("-") {
            add(letters[...], alternatives, isSuffix: true)
        } else {
            add(letters[...], alternatives, isSuffix: false)
            // The connecting vowel goes before another vowel: gastr-ectomy, gastro-scopy.
            if letters.count >= 4, letters.last == UInt8(ascii: "o") {
                add(letters.dropLast(), alternatives, isSuffix: false)
            }
        }
    }

    private mutating func add(_ letters: ArraySlice<UInt8>, _ alternatives: [Alternative], isSuffix: Bool) {
        let id = Int(vocabulary.insert(letters))
        while fronts.count <= id {
            fronts.append([])
            backs.append([])
        }
        if isSuffix { backs[id].merge(alternatives) } else { fronts[id].merge(alternatives) }
    }

    /// Makes the table ready to correct words, after the last part.
    mutating func finish() {
        typos = TypoTable(vocabulary: vocabulary) { _ in true }
    }

    /// The parts of a word; nil when it cannot be split without remainder.
    ///
    /// The longest front parts are tried first. What remains after them may be a word of its own, which `word` reads.
    func parts(of word: ArraySlice<UInt8>, word reading: (ArraySlice<UInt8>) -> Int32?) -> [Part]? {
        guard Self.splittable.contains(word.count) else { return nil }
        var parts: [Part] = []
        if split(word, into: &parts, { _ in nil }) || split(word, into: &parts, reading) { return parts }
        return nil
    }

    /// Whether these letters are a part that starts or continues a word.
    func isBeginning(_ letters: ArraySlice<UInt8>) -> Bool {
        vocabulary.id(of: letters).map { !fronts[Int($0)].isEmpty } ?? false
    }

    /// Whether these letters are a part that ends a word.
    func isEnding(_ letters: ArraySlice<UInt8>) -> Bool {
        vocabulary.id(of: letters).map { !backs[Int($0)].isEmpty } ?? false
    }

    /// The parts one edit away from these letters.
    func parts(near letters: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        typos?.candidates(for: letters, in: vocabulary).filter { $0.distance == 1 }.map { vocabulary[$0.word] } ?? []
    }

    private func split(
        _ rest: ArraySlice<UInt8>, into parts: inout [Part], _ reading: (ArraySlice<UInt8>) -> Int32?
    ) -> Bool {
        if !parts.isEmpty {
            if let id = vocabulary.id(of: rest), !backs[Int(id)].isEmpty {
                parts.append(Part(alternatives: backs[Int(id)], isSuffix: true))
                return true
            }
            if rest.count >= 5, let id = reading(rest) {
                let alternative = Alternative(words: [id], weight: 1, systems: SystemTable.all, kind: .affix)
                parts.append(Part(alternatives: [alternative], isSuffix: false))
                return true
            }
        }
        guard parts.count < Self.partCountMax, rest.count > 3 else { return false }
        for count in stride(from: min(rest.count - 1, 16), through: 2, by: -1) {
            guard let id = vocabulary.id(of: rest.prefix(count)), !fronts[Int(id)].isEmpty else { continue }
            parts.append(Part(alternatives: fronts[Int(id)], isSuffix: false))
            var tail = rest.dropFirst(count)
            if split(tail, into: &parts, reading) { return true }
            // A connecting o that the part does not have itself: periton-e-o-scopy.
            if tail.first == UInt8(ascii: "o") {
                tail = tail.dropFirst()
                if split(tail, into: &parts, reading) { return true }
            }
            parts.removeLast()
        }
        return false
    }
}
