public import CatalogModel
internal import Foundation

/// What words mean in the language of the code sets: data files that a coder can read and extend.
///
/// A file holds one entry a line, `term<TAB>kind<TAB>expansion[<TAB>system[<TAB>weight]]`; alternatives of an expansion
/// are separated by ` | `, best first. Empty lines and lines that start with `#` do not count.
public struct Lexicon: Sendable {
    /// All entries, in the order of files and lines.
    public private(set) var entries: [LexiconEntry]

    /// A lexicon of these entries.
    public init(entries: [LexiconEntry] = []) {
        self.entries = entries
    }

    /// The lexicon that was installed with the program.
    ///
    /// It is looked for beside the executable, then in `../share/medcodes`.
    ///
    /// - Throws: ``CatalogError`` of kind `unavailable` when it is in neither place, `rejected` when a line is malformed.
    public static func installed() throws(CatalogError) -> Lexicon {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let folders = [
            program.appendingPathComponent("medcodes_CatalogSearch.resources/Lexicon"),
            program.deletingLastPathComponent().appendingPathComponent("share/medcodes/Lexicon"),
        ]
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw CatalogError(
                .unavailable,
                "the lexicon is missing: neither \(folders.map(\.path).joined(separator: " nor ")) is there",
                remedy: "install the program with its resources")
        }
        return try Lexicon(folder: folder.path)
    }

    /// All `.tsv` files of a folder, in the order of their names.
    ///
    /// - Throws: ``CatalogError`` of kind `unavailable` when the folder or a file cannot be read, `rejected` for a line.
    public init(folder: String) throws(CatalogError) {
        entries = []
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw CatalogError(.unavailable, "the folder \(folder) cannot be read", remedy: "check its permissions")
        }
        for name in names.sorted() where name.hasSuffix(".tsv") {
            let path = folder + "/" + name
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CatalogError(.unavailable, "the file \(path) cannot be read", remedy: "check its permissions")
            }
            try append(text: String(decoding: data, as: UTF8.self), file: path)
        }
    }

    /// Adds the entries of one file's text.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming file and line.
    public mutating func append(text: String, file: String) throws(CatalogError) {
        var line = 0
        for row in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            line += 1
            if row.hasPrefix("#") || row.allSatisfy({ $0 == " " || $0 == "\t" }) { continue }
            entries.append(try Self.entry(row, at: CatalogError.Location(file: file, line: line)))
        }
    }

    private static func entry(_ row: Substring, at place: CatalogError.Location) throws(CatalogError) -> LexiconEntry {
        let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(trimmed)
        guard (3...5).contains(fields.count), !fields[0].isEmpty else {
            throw CatalogError(
                .rejected, "the line is not term<TAB>kind<TAB>expansion[<TAB>system[<TAB>weight]]",
                remedy: "correct it", at: place)
        }
        guard let kind = LexiconEntry.Kind(rawValue: fields[1]) else {
            throw CatalogError(
                .rejected, "'\(fields[1])' is no kind of entry",
                remedy: "use \(LexiconEntry.Kind.allCases.map(\.rawValue).joined(separator: ", "))", at: place)
        }
        let alternatives = fields[2].split(separator: "|").map(trimmed).filter { !$0.isEmpty }
        guard !alternatives.isEmpty else {
            throw CatalogError(
                .rejected, "the entry has no expansion", remedy: "add the words it stands for", at: place)
        }
        var entry = LexiconEntry(term: fields[0], kind: kind, alternatives: alternatives)
        if fields.count > 3, !fields[3].isEmpty, fields[3] != "any" {
            guard let system = systems[fields[3]] else {
                throw CatalogError(
                    .rejected, "'\(fields[3])' is no system of the lexicon",
                    remedy: "use \(systems.keys.sorted().joined(separator: ", "))", at: place)
            }
            entry.system = system
        }
        if fields.count > 4, !fields[4].isEmpty {
            guard let weight = Double(fields[4]), weight > 0, weight <= 1 else {
                throw CatalogError(
                    .rejected, "'\(fields[4])' is no weight", remedy: "use a number above 0, at most 1", at: place)
            }
            entry.weight = weight
        }
        return entry
    }

    private static func trimmed(_ text: Substring) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }

    private static let systems: [String: CodeSystem] = [
        "pcs": .icd10PCS, "cm": .icd10CM, "cpt": .cpt, "hcpcs": .hcpcs,
    ]
}
