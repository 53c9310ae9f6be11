internal import CatalogModel

/// How keys are written on command lines and in key files.
struct KeyNotation {
    /// The system of codes that are written without one.
    var defaultSystem: CodeSystem?

    /// Reads `SYSTEM:CODE`, `SYSTEM<TAB>CODE`, or `CODE` where there is a default system. A system may be a URI.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` that says what is wrong with the key.
    func key(_ text: String) throws(CatalogError) -> CodeKey {
        if text.contains("\t") {
            let cells = text.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 2 else {
                throw CatalogError(
                    .invalidArgument, "\(cells.count) columns where two are expected",
                    remedy: "write the system, one tab, and the code")
            }
            return try CodeKey(system: system(cells[0]), code: String(cells[1]))
        }
        // A URI has colons of its own, a code has none, so the last one separates them.
        if let colon = text.lastIndex(of: ":") {
            return try CodeKey(system: system(text[..<colon]), code: String(text[text.index(after: colon)...]))
        }
        guard let defaultSystem else {
            throw CatalogError(
                .invalidArgument, "no code system is named",
                remedy: "write it as SYSTEM:CODE, or give --system")
        }
        return try CodeKey(system: defaultSystem, code: text)
    }

    /// The key in a line of a file; nil for a blank line or a comment (`#` first).
    func key(line: String) throws(CatalogError) -> CodeKey? {
        guard let first = line.first(where: { !$0.isWhitespace }), first != "#" else { return nil }
        return try key(line)
    }

    private func system(_ text: Substring) throws(CatalogError) -> CodeSystem {
        guard let system = CodeSystem(name: String(text.filter { $0 != " " })) else {
            let names = CodeSystem.known.map(\.name).joined(separator: ", ")
            throw CatalogError(
                .invalidArgument, "'\(text)' is no code system", remedy: "use \(names), or a FHIR URI")
        }
        return system
    }
}
