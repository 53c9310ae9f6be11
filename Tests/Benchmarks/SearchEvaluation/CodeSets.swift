import CatalogModel
import CatalogSearch
import Compression
import Foundation

/// The real code sets, read as far as the evaluation needs: texts, terms and axis values.
struct CodeSets {
    var documents: [SearchDocument] = []
    var terms: [Term] = []
    var axes: [AxisValue] = []

    /// Reads the files of a folder.
    ///
    /// - Parameter isOpen: whether index entries and inclusion terms are taken too; the part key always is.
    init(folder: String, isOpen: Bool) throws {
        documents = try Self.order("\(folder)/icd10pcs_order.txt.gz", .icd10PCS)
        documents += try Self.order("\(folder)/icd10cm_order.txt.gz", .icd10CM)
        documents.sort { $0.key < $1.key }
        try readIndex("\(folder)/icd10pcs_index.tsv.gz", isOpen: isOpen)
        try readTables("\(folder)/icd10pcs_tables.xml.gz")
        if isOpen { try readInclusionTerms("\(folder)/icd10cm_tabular.xml.gz") }
    }

    private static func order(_ path: String, _ system: CodeSystem) throws -> [SearchDocument] {
        try lines(path).filter { $0.utf8.count > 77 }.map { line in
            let bytes = Array(line.utf8)
            func column(_ range: Range<Int>) -> String {
                String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
                    .trimmingCharacters(in: .whitespaces)
            }
            return SearchDocument(
                key: CodeKey(system: system, canonical: column(6..<13)),
                kind: bytes[14] == UInt8(ascii: "0") ? .header : .code,
                longDescriptor: column(77..<bytes.count), shortDescriptor: column(16..<76))
        }
    }

    private mutating func readIndex(_ path: String, isOpen: Bool) throws {
        for line in try Self.lines(path) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            func term(_ kind: Term.TermKind, _ target: Term.Target) {
                terms.append(Term(text: fields[0], system: .icd10PCS, termKind: kind, target: target))
            }
            switch fields[1] {
            case "use": term(.partKey, .use(fields[2]))
            case "code" where isOpen:
                term(.indexEntry, .code(CodeKey(system: .icd10PCS, canonical: fields[2])))
            case "prefix" where isOpen:
                term(.indexEntry, .prefix(CodeKey(system: .icd10PCS, canonical: fields[2])))
            case "see" where isOpen: term(.indexEntry, .see(fields[2]))
            case "see-also" where isOpen: term(.indexEntry, .seeAlso(fields[2]))
            default: continue
            }
        }
    }

    private mutating func readTables(_ path: String) throws {
        var table = ["", "", ""]
        var position = 0
        var row = 0
        var title = ""
        for line in try Self.lines(path) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("<pcsRow") { row += 1 }
            if line.hasPrefix("<axis pos=\"") { position = Int(line.dropFirst(11).prefix(1)) ?? 0 }
            if line.hasPrefix("<pcsTable>") { row = 0 }
            if line.hasPrefix("<title>") { title = Self.content(line) }
            guard line.hasPrefix("<label code=\""), position > 0 else { continue }
            let value = String(line.dropFirst(13).prefix(1))
            if position <= 3 { table[position - 1] = value }
            axes.append(
                AxisValue(
                    system: .icd10PCS, table: table.joined(), row: position <= 3 ? 0 : row, position: position,
                    value: value, title: title, label: Self.content(line)))
        }
        // The first two positions are read before the third one is known.
        var full: [AxisValue] = []
        var pending: [AxisValue] = []
        for var axis in axes {
            if axis.position < 3 {
                pending.append(axis)
            } else {
                if axis.position == 3 {
                    for var first in pending {
                        first.table = axis.table
                        full.append(first)
                    }
                    pending = []
                }
                axis.table = String(axis.table.prefix(3))
                full.append(axis)
            }
        }
        axes = full
    }

    private mutating func readInclusionTerms(_ path: String) throws {
        var code = ""
        var isInside = false
        for line in try Self.lines(path) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("<name>") { code = Self.content(line).replacingOccurrences(of: ".", with: "") }
            if line.hasPrefix("<inclusionTerm>") { isInside = true }
            if line.hasPrefix("</inclusionTerm>") { isInside = false }
            guard isInside, line.hasPrefix("<note>") else { continue }
            let key = CodeKey(system: .icd10CM, canonical: code)
            terms.append(Term(text: Self.content(line), system: .icd10CM, termKind: .inclusion, target: .prefix(key)))
        }
    }

    /// What stands between the tags of a line.
    private static func content(_ line: String) -> String {
        guard let start = line.firstIndex(of: ">"), let end = line.lastIndex(of: "<"), start < end else { return "" }
        return line[line.index(after: start)..<end].replacingOccurrences(of: "&amp;", with: "&")
    }

    static func lines(_ path: String) throws -> [String] {
        let file = try InputFile(path: path)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}
