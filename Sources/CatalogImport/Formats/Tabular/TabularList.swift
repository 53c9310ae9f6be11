internal import CatalogModel

/// Puts the entries of a tabular list together from the events of its document.
///
/// An entry is whole when its element ends, so those within it come before it.
struct TabularList {
    /// The outermost element.
    static let root = "ICD10CM.tabular"

    let file: String
    /// What the document calls itself; empty until it says so.
    private(set) var version = ""
    /// How many entries were whole so far.
    private(set) var entryCount = 0
    /// The elements in entries that are not known.
    private(set) var unknownElements: Set<String> = []

    private var hasRoot = false
    /// The entries that have begun, the outermost first.
    private var entries: [TabularEntry] = []
    /// The elements that have begun within the innermost entry, or within the root.
    private var path: [String] = []
    /// The pieces of text of the note that has begun.
    private var pieces: [String] = []
    /// The seventh character that is being explained; empty elsewhere.
    private var character = ""
    /// The sections of the chapter so far.
    private var sections: [ClosedRange<String>] = []

    init(file: String) { self.file = file }

    /// Takes an event.
    ///
    /// - Returns: the entry that is now whole; nil for any other event.
    /// - Throws: ``CatalogError`` of kind `rejected` for elements that do not stand where they belong.
    mutating func take(_ event: XMLReader.Event, line: Int) throws(CatalogError) -> TabularEntry? {
        switch event {
        case .start(let name, let attributes): try begin(name, attributes, line)
        case .text(let text): pieces.append(text)
        case .end: return endElement()
        }
        return nil
    }

    /// - Throws: ``CatalogError`` of kind `rejected` when there was no entry.
    func finish() throws(CatalogError) {
        guard entryCount == 0 else { return }
        throw .rejection("the document has no chapters", remedy: "check that it is the right one", file: file)
    }

    private mutating func begin(_ name: String, _ attributes: [String: String], _ line: Int) throws(CatalogError) {
        guard hasRoot else {
            guard name == Self.root else { throw misplaced(name, line) }
            return hasRoot = true
        }
        guard let level = TabularEntry.Level(rawValue: name) else {
            path.append(name)
            if path.count <= Self.noteDepth {
                pieces = []
                character = attributes["char"] ?? ""
            }
            return
        }
        guard path.isEmpty, allows(level) else { throw misplaced(name, line) }
        var entry = TabularEntry(level: level, line: line)
        if level == .chapter { sections = [] }
        if level == .section {
            entry.name = attributes["id"] ?? ""
            entry.parent = parent(of: entry.range)
            if let range = entry.range { sections.append(range) }
        }
        entries.append(entry)
    }

    /// How deep in an entry notes stand: `<excludes1><note>`.
    private static let noteDepth = 2

    private func allows(_ level: TabularEntry.Level) -> Bool {
        switch (level, entries.last?.level) {
        case (.chapter, nil), (.section, .chapter), (.code, .section), (.code, .code): true
        default: false
        }
    }

    /// The narrowest section before it whose range holds all of this one's; the chapter's key where there is none, which
    /// is set when the entry ends.
    private func parent(of range: ClosedRange<String>?) -> CodeKey? {
        guard let range else { return nil }
        let around = sections.filter { $0 != range && $0.contains(range.lowerBound) && $0.contains(range.upperBound) }
        let narrowest = around.max { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
        return narrowest.map { CodeKey(system: .icd10CM, canonical: "\($0.lowerBound)-\($0.upperBound)") }
    }

    private mutating func endElement() -> TabularEntry? {
        guard let name = path.last else { return entries.isEmpty ? nil : endEntry() }
        if path.count <= Self.noteDepth, !pieces.isEmpty { keep(pieces, of: path[0], last: name) }
        if path.count <= Self.noteDepth { pieces = [] }
        path.removeLast()
        return nil
    }

    private mutating func endEntry() -> TabularEntry {
        var entry = entries.removeLast()
        if entry.parent == nil { entry.parent = entries.last?.key }
        entryCount += 1
        return entry
    }

    /// Keeps a text that stands directly within the innermost entry, or in an element there.
    private mutating func keep(_ pieces: [String], of element: String, last: String) {
        let text = pieces.joined(separator: " ")
        guard let place = entries.indices.last else {
            if element == "version", path.count == 1 { version = text }
            return
        }
        switch element {
        case "sectionIndex": break
        case "name" where path.count == 1: entries[place].name = text
        case "desc" where path.count == 1: entries[place].title = text
        case "sevenChrDef":
            entries[place].notes.append((.seventhCharacter, character.isEmpty ? text : "\(character): \(text)"))
        default:
            if let kind = Self.kinds[element] {
                entries[place].notes.append((kind, text))
            } else {
                unknownElements.insert(element)
                entries[place].notes.append((.note, pieces.joined(separator: "; ")))
            }
        }
    }

    private static let kinds: [String: TabularNote.NoteKind] = [
        "includes": .includes, "inclusionTerm": .inclusionTerm, "excludes1": .excludes1, "excludes2": .excludes2,
        "codeFirst": .codeFirst, "useAdditionalCode": .useAdditionalCode, "codeAlso": .codeAlso, "notes": .note,
        "sevenChrNote": .seventhCharacter,
    ]

    private func misplaced(_ name: String, _ line: Int) -> CatalogError {
        .rejection(
            "the element '\(name)' stands where it does not belong", remedy: "check that it is the right document",
            file: file, line: line)
    }
}
