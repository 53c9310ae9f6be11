import CatalogModel
import Compression
import Glibc

@testable import CatalogImport

/// Files to be imported: lines, plain or gzip, order file rows, tables, exports, pages.
///
/// An input is: which reader, the file's content.
enum ImportTarget: FuzzTarget {
    static let name = "import"

    static func seeds() throws -> [String: [UInt8]] {
        let short = "Short text" + String(repeating: " ", count: 50)
        let page =
            "Search all medical codes\nHip replacement\nCPT4 code\nSummary\nA joint is replaced.\nRisks\n- Infection\n"
            + "- Pain Rare complications: none\nSteps\n1. Open\n2. Close\nDuration: 1 to 2 hours\nAlternatives\nPros: x\n"
        return [
            "lines": [0] + "\u{FEFF}one\r\ntwo\n\nlast\r".utf8,
            "lines-gzip": try [0] + Array("one\ntwo\n".utf8).withUnsafeBytes { try Gzip.compress($0) },
            "order": [1] + "00001 E11     0 \(short) Long text".utf8,
            "order-code": [1] + "00002 E1165XA 1 \(short) Long “text”".utf8,
            "table": [2] + "a,b\n1,\"two, \"\"three\"\"\"\r\n\"x\ny\",\n".utf8,
            "export": [3]
                + "{\"release\":{\"effective\":\"2024-10-01\",\"label\":\"FY2025\",\"system\":\"icd10pcs\"}}\n{\"end\":{\"records\":1}}\n"
                .utf8,
            "page": [4] + page.utf8,
        ]
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        let kind = input.byte() % 5
        let content = Array(input.rest)
        switch kind {
        case 0: try checkLines(content)
        case 1: try checkOrderRow(content)
        case 2: try checkTable(content)
        case 3: try checkExport(content)
        default: try checkPage(content)
        }
    }

    private static func checkLines(_ content: [UInt8]) throws {
        var template = Array("/tmp/medcodes-fuzz-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        unlink(template)
        defer { close(file) }
        try demand(file >= 0 && write(file, content, content.count) == content.count, "there is no file to read")
        let read = Result { () throws(CatalogError) -> [InputLine] in
            let reader = try LineReader(path: "/proc/self/fd/\(file)", lineByteCountMax: lineByteCountMax)
            var lines: [InputLine] = []
            while let line = try reader.next() { lines.append(line) }
            return lines
        }
        switch read {
        case .success(let lines):
            try demand(lines.map(\.number) == Array(1..<lines.count + 1), "the lines are numbered wrongly")
            try demand(lines.allSatisfy { $0.bytes.count <= lineByteCountMax }, "a line is over the limit")
        case .failure(let error): try demand(error.kind == .rejected && error.location != nil, "\(error)")
        }
    }

    private static let lineByteCountMax = 1_000

    private static func checkOrderRow(_ content: [UInt8]) throws {
        let row: OrderRow
        do throws(OrderRow.Fault) { row = try OrderRow(content) } catch {
            return try demand(
                (1...max(content.count + 1, 78)).contains(error.column), "column \(error.column) is wrong")
        }
        try demand(row.code.description.utf8.count == row.code.count, "a code has \(row.code.count) characters")
        try demand(content[6...].starts(with: row.code.bytes), "the code is \(row.code)")
        try demand(!row.long.isEmpty, "a row without a descriptor passes")
    }

    /// Fields that are written again, all in quotes, are read again as they were.
    private static func checkTable(_ content: [UInt8]) throws {
        let read = Result { () throws(CatalogError) in try records(content) }
        switch read {
        case .success(let records):
            try demand(zip(records, records.dropFirst()).allSatisfy { $0.line < $1.line }, "rows are out of order")
            let text = records.map { $0.fields.map(quoted).joined(separator: ",") + "\n" }.joined()
            let again = try Self.records(Array(text.utf8))
            try demand(again.map(\.fields) == records.map(\.fields), "\(text) reads otherwise")
        case .failure(let error): try demand(error.kind == .rejected && error.location?.file == "f", "\(error)")
        }
    }

    private static func records(_ content: [UInt8]) throws(CatalogError) -> [DelimitedReader.Record] {
        let reader = DelimitedReader(BytesInMemory(content), name: "f")
        var records: [DelimitedReader.Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private static func quoted(_ field: String) -> String {
        "\"\(field.replacing("\"", with: "\"\""))\""
    }

    private static func checkExport(_ content: [UInt8]) throws {
        var decoder = JSONLinesDecoder(file: "f")
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let read = Result { () throws(CatalogError) in
            for (index, bytes) in lines.enumerated() {
                let line = InputLine(number: index + 1, bytes: Array(bytes), isTerminated: true)
                _ = try decoder.record(from: line)
            }
            try decoder.finish()
        }
        if case .failure(let error) = read {
            try demand(error.kind == .rejected && error.location?.file == "f", "\(error)")
        }
    }

    /// Nothing of a page is lost, and its own rendering reads as the same page.
    private static func checkPage(_ content: [UInt8]) throws {
        guard let page = try? PageParser.parse(content, file: "f") else { return }
        let rendered = PageRenderer.text(of: page)
        try demand(words(rendered) == words(String(decoding: content, as: UTF8.self)), "something is lost: \(rendered)")
        var again = PageParser.parse(text: rendered)
        again.remarks = page.remarks
        try demand(again == page, "rendered, it is another page: \(rendered)")
    }

    /// Every scalar a reader sees, in order: all but white space, bullets, and the marks after step numbers and around
    /// labels.
    private static func words(_ text: String) -> String {
        let structure = Set("•◦‣▪-*–—+:#_·●.)\u{FEFF}\u{200B}".unicodeScalars)
        let kept = text.unicodeScalars.filter { !$0.properties.isWhitespace && !structure.contains($0) }
        return String(String.UnicodeScalarView(kept))
    }
}

/// A file that is an array.
private final class BytesInMemory: ByteSource {
    var byteCount: Int? { content.count }
    private(set) var bytesRead = 0

    private let content: [UInt8]

    init(_ content: [UInt8]) { self.content = content }

    func read(into output: UnsafeMutableRawBufferPointer) -> Int {
        let piece = content[bytesRead...].prefix(output.count)
        output.copyBytes(from: piece)
        bytesRead += piece.count
        return piece.count
    }
}
