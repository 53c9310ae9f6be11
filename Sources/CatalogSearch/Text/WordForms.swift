/// Forms of an English medical word: its singular, its stem, its US spelling. All work on folded bytes.
enum WordForms {
    /// Cuts a plural down to the singular, in place, from `start` to the end of the bytes.
    ///
    /// Harman's S-stemmer ("How effective is suffixing?", JASIS 42(1), 1991) with the endings medicine adds: Latin
    /// `-ae`, Greek `-ses` (`metastases`) and `-xes`, `-ches`.
    static func makeSingular(_ bytes: inout [UInt8], from start: Int) {
        let count = bytes.count - start
        guard count > 3 else { return }
        func ends(_ suffix: StaticString) -> Bool { bytes.hasSuffix(suffix, from: start) }
        if ends("ae"), count > 4 {
            bytes.removeLast()
            return
        }
        guard bytes[bytes.count - 1] == UInt8(ascii: "s") else { return }
        if ends("ss") || ends("us") || ends("is") { return }
        if ends("ies"), count > 4 {
            bytes.removeLast(3)
            bytes.append(UInt8(ascii: "y"))
        } else if ends("oses") && count > 6 || ends("yses") || ends("theses") || ends("tases")
            || ends("uses") && count > 7
        {
            // stenoses, paralyses, prostheses, metastases; not noses, doses, bruises.
            if ends("uses") {
                bytes.removeLast()
            } else {
                bytes.removeLast(2)
                bytes.append(contentsOf: [UInt8(ascii: "i"), UInt8(ascii: "s")])
            }
        } else if ends("sses") || ends("xes") || ends("ches") && count > 5 || ends("shes") {
            bytes.removeLast(2)
        } else {
            bytes.removeLast()
        }
    }

    /// The part of a word that its relatives share: `replac` for replacement, replaced and replacing.
    ///
    /// Shorter than five letters is never cut to, so short words keep their identity; a word nothing is cut off from is
    /// its own stem.
    static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var stem = word
        for _ in 0..<3 {
            guard
                let suffix = suffixes.first(where: {
                    stem.count - $0.count >= 5 && stem.suffix($0.count).elementsEqual($0)
                })
            else {
                break
            }
            stem = stem.dropLast(suffix.count)
        }
        return stem
    }

    private static let suffixes: [[UInt8]] = [
        "ization", "ational", "ication", "ations", "ation", "ition", "ement", "ingly", "ative", "itive", "ators",
        "ator",
        "ment", "ness", "ally", "ical", "ious", "eous", "able", "ible", "ance", "ence", "ant", "ent", "ive", "ing",
        "ion",
        "ism", "ist", "ity", "ous", "ial", "ian", "ized", "ize", "ate", "ary", "ory", "al", "ic", "ed", "er", "or",
        "ia",
        "ly", "us", "um", "y", "e", "a", "i",
    ].map { Array($0.utf8) }

    /// The US spelling of a word that may be spelled the British way; nil when there is nothing to change.
    ///
    /// The rules are wide (`ae` becomes `e` wherever it stands), so a caller uses the outcome only where the index
    /// knows it and does not know the word itself.
    static func usSpelling(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        var text = Array(word)
        var changed = false
        for (british, american) in spellings {
            changed = text.replace(british, with: american) || changed
        }
        return changed ? text : nil
    }

    private static let spellings: [([UInt8], [UInt8])] = [
        ("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"),
        ("ise", "ize"), ("yse", "yze"), ("tre", "ter"), ("bre", "ber"), ("lled", "led"), ("lling", "ling"),
        ("sulph", "sulf"),
        ("grey", "gray"), ("ogue", "og"), ("aluminium", "aluminum"), ("phaec", "phec"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
}

extension [UInt8] {
    /// Whether the bytes from `start` end with this ASCII text.
    fileprivate func hasSuffix(_ suffix: StaticString, from start: Int) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard count - start >= length else { return false }
        return suffix.withUTF8Buffer { suffix in
            for offset in 0..<length where self[count - length + offset] != suffix[offset] { return false }
            return true
        }
    }

    /// Replaces every occurrence; returns whether there was one.
    fileprivate mutating func replace(_ old: [UInt8], with new: [UInt8]) -> Bool {
        var index = 0
        var changed = false
        while index + old.count <= count {
            if self[index..<(index + old.count)].elementsEqual(old) {
                replaceSubrange(index..<(index + old.count), with: new)
                index += new.count
                changed = true
            } else {
                index += 1
            }
        }
        return changed
    }
}
