internal import CatalogModel

/// One row of a table of synonyms: words, and what they lead to.
struct SynonymRow {
    static let columns = ColumnNames(
        required: ["term"], optional: ["system", "code", "prefix", "use", "effective", "retired"])

    /// The longest a term may be, in bytes.
    static let termByteCountMax = 500

    /// The terms: one, or one for each known system where words lead to other words in all of them.
    let terms: [Term]

    /// Reads a row.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    init(_ fields: NamedFields) throws(CatalogError) {
        let text = try Self.words("term", of: fields)
        let system = try Self.system(of: fields)
        let target = try Self.target(of: fields, system)
        let period = try fields.period("effective", "retired")
        let systems: [CodeSystem]
        switch target {
        case .code(let key), .prefix(let key): systems = [key.system]
        case .see, .seeAlso, .use: systems = system.map { [$0] } ?? CodeSystem.known
        }
        terms = systems.map { Term(text: text, system: $0, termKind: .synonym, target: target, period: period) }
    }

    private static func system(of fields: NamedFields) throws(CatalogError) -> CodeSystem? {
        let name = fields["system"]
        if name.isEmpty { return nil }
        guard let system = CodeSystem(name: name) else {
            throw fields.rejection(
                "'\(name.prefix(100))' is no code system",
                remedy: "use \(CodeSystem.known.map(\.name).joined(separator: ", ")) or a FHIR URI", at: "system")
        }
        return system
    }

    private static func target(of fields: NamedFields, _ system: CodeSystem?) throws(CatalogError) -> Term.Target {
        let given = ["code", "prefix", "use"].filter { !fields[$0].isEmpty }
        guard let name = given.first, given.count == 1 else {
            throw fields.rejection(
                given.isEmpty
                    ? "the term leads to nothing" : "the term leads to \(given.joined(separator: " and to "))",
                remedy: "fill in one of code, prefix and use", at: given.last ?? "term")
        }
        if name == "use" { return .use(try words(name, of: fields)) }
        do throws(CodeList.Fault) {
            let key = try CodeList.key(fields[name], in: system)
            return name == "code" ? .code(key) : .prefix(key)
        } catch {
            throw fields.rejection(error.message, remedy: error.remedy, at: name)
        }
    }

    private static func words(_ name: String, of fields: NamedFields) throws(CatalogError) -> String {
        let words = fields[name]
        guard (1...termByteCountMax).contains(words.utf8.count), !words.contains(where: \.isNewline) else {
            throw fields.rejection(
                "the column \(name) is empty, holds a line end, or has more than \(termByteCountMax) bytes",
                remedy: "write some words on one line", at: name)
        }
        return words
    }
}
