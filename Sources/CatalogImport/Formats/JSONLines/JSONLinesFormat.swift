internal import CatalogModel
internal import CatalogStore
internal import Foundation

/// Our own export: everything stored, one JSON object in each line, without loss.
///
/// The first line is `{"format":"medcodes-jsonl","version":2}`, the last `{"end":{"records":N}}`; between them stand N
/// records, each an object with one member:
/// - `release`: `system`, `label`, `effective`;
/// - `listed`: a code as releases list it, on the days of its `period`;
/// - `page`: what is known about a code on every day;
/// - `edition`: `scope` (`format`, `part`), `label`, `effective`, `files`;
/// - `fact`: a fact as editions hold it: `kind`, `scope`, `listed` and `value`.
///
/// Version 1 had no editions and no facts, and is read as well. Releases and editions come before what they list. Dates are `YYYY-MM-DD`, systems their names. A file without its last
/// line is cut off, and refused.
struct JSONLinesFormat: ImportFormat {
    let name = "jsonl"
    let title = "a MedCodes export"

    /// The longest line accepted: a page may take a megabyte, and twice that in JSON.
    private static let lineByteCountMax = 4 << 20

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refuse([
            ("--system", request.system != nil), ("--code", request.code != nil), ("--index", request.index != nil),
            ("--release", request.release != nil), ("--effective", request.effective != nil),
        ])
        guard request.files.count == 1 else {
            throw CatalogError(.invalidArgument, "an export is one file", remedy: "import one file at a time")
        }
    }

    func recognises(_ opening: FileOpening) -> Bool {
        opening.bytes.starts(with: Array("{\"format\":\"medcodes-jsonl\"".utf8))
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let reader = try LineReader(path: request.files[0], lineByteCountMax: Self.lineByteCountMax)
        try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
        try readHeader(reader)
        var decoder = JSONLinesDecoder(file: reader.name)
        try session.readLines(of: reader) { line throws(CatalogError) in
            guard let record = try decoder.record(from: line) else { return session.skipRow() }
            try session.restore(record)
        }
        try decoder.finish()
    }

    private func readHeader(_ reader: LineReader) throws(CatalogError) {
        let header = try reader.next().flatMap { try? JSONDecoder().decode(JSONLine.Header.self, from: Data($0.bytes)) }
        guard let header, header.format == JSONLine.Header.current.format else {
            throw .rejection(
                "the first line is not {\"format\":\"medcodes-jsonl\",…}", remedy: "give a file written by an export",
                file: reader.name, line: 1)
        }
        guard (1...JSONLine.Header.current.version).contains(header.version) else {
            throw .rejection(
                "the export has version \(header.version)",
                remedy: "import it with the version that wrote it or a newer one",
                file: reader.name, line: 1)
        }
    }
}
