internal import CatalogModel

/// A chapter, section or code of a tabular list, with what is printed with it.
struct TabularEntry {
    /// What an entry is.
    enum Level: String {
        case chapter, section
        case code = "diag"
    }

    /// What the entry is.
    var level: Level
    /// The line on which it begins.
    var line: Int
    /// Its number, range of categories or code, as printed.
    var name = ""
    /// Its title, as printed.
    var title = ""
    /// Its notes in order.
    var notes: [(kind: TabularNote.NoteKind, text: String)] = []
    /// What it stands under; nil at the top, and where that has no key.
    var parent: CodeKey?

    /// What names the entry; nil when its name is none.
    var key: CodeKey? {
        switch level {
        case .chapter: number.map { CodeKey(system: .icd10CM, canonical: $0) }
        case .section: range.map { CodeKey(system: .icd10CM, canonical: "\($0.lowerBound)-\($0.upperBound)") }
        case .code: code.map { CodeKey(system: .icd10CM, canonical: $0) }
        }
    }

    /// A chapter's number: one or two digits.
    private var number: String? {
        let isNumber = (1...2).contains(name.utf8.count) && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber ? name : nil
    }

    /// A section's categories, from the first to the last.
    var range: ClosedRange<String>? {
        let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Self.code(Array($0.utf8)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
            first.utf8.count == 3, last.utf8.count == 3, first <= last
        else { return nil }
        return first...last
    }

    /// A code, whose dot stands behind its category.
    private var code: String? {
        var bytes = Array(name.utf8)
        if bytes.count > 3 {
            guard bytes[3] == UInt8(ascii: ".") else { return nil }
            bytes.remove(at: 3)
            guard bytes.count > 3 else { return nil }
        }
        return Self.code(bytes)
    }

    private static func code(_ bytes: [UInt8]) -> String? {
        guard let code = ICD10Code(bytes[...]), ICD10Code.Grammar.icd10CM.allows(code, isHeader: false) else {
            return nil
        }
        return code.description
    }
}

// What an entry says. All throw `CatalogError` of kind `rejected`, naming the line.
extension TabularEntry {
    /// What the entry stands under.
    func link(file: String) throws(CatalogError) -> HierarchyLink {
        let key = try checkedKey(file: file)
        if level == .code {
            guard let parent else { throw rejection("the code stands under nothing that has a name", file) }
            guard parent.code.contains("-") || key.code.hasPrefix(parent.code), key != parent else {
                throw rejection("'\(key.printedCode)' stands under '\(parent.printedCode)'", file)
            }
        } else if title.isEmpty {
            throw rejection("the \(level.rawValue) has no title", file)
        }
        return HierarchyLink(child: key, parent: parent, title: level == .code ? "" : title)
    }

    /// The notes, numbered by kind.
    func tabularNotes(file: String) throws(CatalogError) -> [TabularNote] {
        let key = try checkedKey(file: file)
        var counts: [TabularNote.NoteKind: Int] = [:]
        return notes.map { kind, text in
            counts[kind, default: 0] += 1
            return TabularNote(key: key, noteKind: kind, ordinal: counts[kind] ?? 1, text: text)
        }
    }

    /// The inclusion terms of a code. Those of a group lead to no code.
    func terms(file: String) throws(CatalogError) -> [Term] {
        guard level == .code else { return [] }
        let key = try checkedKey(file: file)
        return notes.filter { $0.kind == .inclusionTerm }.map {
            Term(text: $0.text, system: .icd10CM, termKind: .inclusion, target: .code(key))
        }
    }

    private func checkedKey(file: String) throws(CatalogError) -> CodeKey {
        if let key { return key }
        let expected =
            switch level {
            case .chapter: "number of a chapter"
            case .section: "range of categories"
            case .code: "ICD-10-CM code with its dot"
            }
        throw rejection(name.isEmpty ? "the \(level.rawValue) has no name" : "'\(name)' is no \(expected)", file)
    }

    private func rejection(_ message: String, _ file: String) -> CatalogError {
        .rejection(message, file: file, line: line)
    }
}
