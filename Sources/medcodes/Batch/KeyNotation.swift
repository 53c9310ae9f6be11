internal import CatalogModel

/// How keys are written on command lines and in key files.
struct KeyNotation {
    /// The system of codes that are written without one.
    var defaultSystem: CodeSystem?

    /// Reads `SYSTEM:CODE`, `SYSTEM<TAB>CODE`, or `CODE` where there is a default system. A system may be a URI.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` that says what is wrong with the key.
    func key(_ text: String) throws(CatalogError) -> CodeKey {
        let (system, code) = try parts(text)
        return try CodeKey(system: system, code: code)
    }

    /// The same in its two parts, the second as it is written.
    func parts(_ text: String) throws(CatalogError) -> (system: CodeSystem, code: String) {
        if text.contains("\t") {
            let cells = text.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 2 else {
                throw CatalogError(
                    .invalidArgument, "\(cells.count) columns where two are expected",
                    remedy: "write the system, one tab, and the code")
            }
            return (try system(cells[0]), String(cells[1]))
        }
        // A URI has colons of its own, a code has none, so the last one separates them.
        if let colon = text.lastIndex(of: ":") {
            return (try system(text[..<colon]), String(text[text.index(after: colon)...]))
        }
        guard let defaultSystem else {
            throw CatalogError(
                .invalidArgument, "no code system is named",
                remedy: "write it as SYSTEM:CODE, or give --system")
        }
        return (defaultSystem, text)
    }

    /// The key in a line of a file; nil for a blank line or a comment (`#` first).
    func key(line: String) throws(CatalogError) -> CodeKey? { line.isSkipped ? nil : try key(line) }

    /// The system a text names.
    func system(_ text: Substring) throws(CatalogError) -> CodeSystem {
        guard let system = CodeSystem(name: String(text.filter { $0 != " " })) else {
            let names = CodeSystem.known.map(\.name).joined(separator: ", ")
            throw CatalogError(
                .invalidArgument, "'\(text)' is no code system", remedy: "use \(names), or a FHIR URI")
        }
        return system
    }
}

extension String {
    /// Whether a line of a file is blank or a comment (`#` first).
    var isSkipped: Bool { first { !$0.isWhitespace }.map { $0 == "#" } ?? true }
}
