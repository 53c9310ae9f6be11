internal import CatalogModel
internal import CatalogStore

/// The ICD-10-PCS Alphabetic Index with its body-part, device and substance keys, one entry in each line, tab-separated:
/// path, relation, target.
///
/// The segments of a nested entry's path are joined by ` > `. The relation says what the target is: `code` a code,
/// `prefix` the characters its codes begin with, `see` and `see-also` other words of the index, `use` — the entries of the
/// keys — the words the tables have. One path may have several lines, and the same line may come twice.
struct PCSIndexFormat: ImportFormat {
    let name = "icd10-pcs-index"
    let title = "an ICD-10-PCS index"

    private var scope: FactScope { FactScope(format: name) }

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: scope, request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let lines = opening.lines
        return !lines.isEmpty && lines.allSatisfy { (try? PCSIndexRow($0.last == 0x0D ? $0.dropLast() : $0)) != nil }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        try session.declare(EditionLabel.edition(of: scope, request))
        for file in try SourceFile.all(in: request.files, endingIn: [".tsv", ".txt"]) {
            let reader = file.lines()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            try session.readLines(of: reader) { line throws(CatalogError) in
                guard !line.bytes.isEmpty else { return session.skipRow() }
                try session.put(Self.term(in: line, file: reader.name), in: scope)
            }
        }
    }

    private static func term(in line: InputLine, file: String) throws(CatalogError) -> Term {
        do throws(PCSIndexRow.Fault) {
            let row = try PCSIndexRow(line.bytes[...])
            guard line.isTerminated else {
                throw .init(
                    "the file breaks off in this line; add a line end if it is whole", column: line.bytes.count + 1)
            }
            return row.term
        } catch {
            throw .rejection(error.message, file: file, line: line.number, column: error.column)
        }
    }
}
