internal import CatalogModel

/// How the lines of an encounter are written on command lines and in text files: a key, and behind a code of CPT or HCPCS
/// its modifiers and its units, as in `cpt:22849-59-RTx2`.
struct LineNotation {
    /// How the key is written.
    var keys: KeyNotation

    /// CPT and HCPCS codes have so many characters, so an `x` among them begins no units.
    private static let codeCharacterCount = 5

    /// Reads a line of an encounter.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` that says what is wrong with it.
    func line(_ text: String) throws(CatalogError) -> EncounterLine {
        let (system, code) = try keys.parts(text)
        // Codes of other systems may hold hyphens, and have no modifiers.
        guard system == .cpt || system == .hcpcs else {
            return EncounterLine(key: try CodeKey(system: system, code: code))
        }
        let (head, units) = Self.splitUnits(code)
        let words = head.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        return EncounterLine(
            key: try CodeKey(system: system, code: words[0]), modifiers: try Self.modifiers(Array(words.dropFirst())),
            units: try units.map(Self.units) ?? 0)
    }

    /// Modifiers, each without the spaces around it.
    static func modifiers(_ words: [String]) throws(CatalogError) -> [String] {
        let modifiers = words.map { String($0.filter { $0 != " " }) }
        guard !modifiers.contains("") else {
            throw CatalogError(.invalidArgument, "a modifier is empty", remedy: "write it behind its hyphen")
        }
        guard modifiers.count <= EncounterLine.modifierCountMax else {
            throw CatalogError(
                .invalidArgument, "there are \(modifiers.count) modifiers",
                remedy: "give \(EncounterLine.modifierCountMax) at most")
        }
        return modifiers
    }

    /// A number of units.
    static func units(_ text: String) throws(CatalogError) -> Int {
        guard let units = Int32(text), units > 0 else {
            throw CatalogError(
                .invalidArgument, "'\(text)' is no number of units",
                remedy: "give a whole number from 1 to \(Int32.max)")
        }
        return Int(units)
    }

    /// What stands before and behind an `x` that only digits follow.
    private static func splitUnits(_ code: String) -> (head: Substring, units: String?) {
        guard let mark = code.lastIndex(where: { $0 == "x" || $0 == "X" }) else { return (code[...], nil) }
        let (head, units) = (code[..<mark], code[code.index(after: mark)...])
        // Behind a hyphen the x is a modifier's: there are X1 to X5.
        guard head.count >= codeCharacterCount, head.last != "-", !units.isEmpty,
            units.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return (code[...], nil) }
        return (head, String(units))
    }
}
