internal import CatalogModel

/// One line of the ICD-10-PCS index.
struct PCSIndexRow {
    /// What is wrong with a line, and at which column, counted in bytes from 1.
    struct Fault: Error {
        var message: String
        var column: Int

        init(_ message: String, column: Int) {
            self.message = message
            self.column = column
        }
    }

    /// The entry.
    let term: Term

    /// Reads a line without its line end.
    init(_ line: ArraySlice<UInt8>) throws(Fault) {
        let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        func column(_ index: Int) -> Int { fields[index].startIndex - line.startIndex + 1 }
        guard fields.count == 3 else {
            throw Fault("the line has \(fields.count) fields, not path, relation and target", column: line.count + 1)
        }
        guard let path = Self.words(fields[0]), Self.segments(of: path).allSatisfy({ !$0.isEmpty }) else {
            throw Fault("the path, or a segment of it, is empty or no text", column: 1)
        }
        let relation = String(decoding: fields[1], as: UTF8.self)
        guard ["code", "prefix", "see", "see-also", "use"].contains(relation) else {
            throw Fault("the relation is none of code, prefix, see, see-also and use", column: column(1))
        }
        guard let target = Self.target(relation, fields[2]) else {
            throw Fault("the target is not what stands behind '\(relation)'", column: column(2))
        }
        term = Term(
            text: path, system: .icd10PCS, termKind: relation == "use" ? .partKey : .indexEntry, target: target)
    }

    /// Two segments are joined by ` > `; a `>` that begins or ends a path leaves an empty one.
    private static func segments(of path: String) -> [Substring] {
        path.split(separator: ">", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
    }

    private static func target(_ relation: String, _ field: ArraySlice<UInt8>) -> Term.Target? {
        if relation == "code" || relation == "prefix" {
            guard let code = ICD10Code(field), !code.bytes.contains(where: ICD10Code.Grammar.isLeftOut) else {
                return nil
            }
            let key = CodeKey(system: .icd10PCS, canonical: code.description)
            if relation == "code" { return code.count == 7 ? .code(key) : nil }
            return code.count < 7 ? .prefix(key) : nil
        }
        guard let words = words(field) else { return nil }
        switch relation {
        case "see": return .see(words)
        case "see-also": return .seeAlso(words)
        default: return .use(words)
        }
    }

    /// A field's text without blanks around it; nil for none, and for control characters.
    private static func words(_ field: ArraySlice<UInt8>) -> String? {
        guard !field.contains(where: { $0 < 0x20 || $0 == 0x7F }), let text = TextEncoding.utf8.text(field) else {
            return nil
        }
        let words = PageText.trimmed(text[...])
        return words.isEmpty ? nil : words
    }
}
