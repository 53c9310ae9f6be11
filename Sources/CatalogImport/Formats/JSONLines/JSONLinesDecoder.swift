internal import CatalogModel
internal import CatalogStore
internal import Foundation

/// Reads the lines of an export below its header, and checks that it is whole.
struct JSONLinesDecoder {
    private let file: String
    private let decoder = JSONDecoder()
    private var recordCount = 0
    private var isEnded = false

    init(file: String) { self.file = file }

    /// The record in a line; nil for the last line and for empty ones.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the line.
    mutating func record(from line: InputLine) throws(CatalogError) -> CatalogRecord? {
        guard !line.bytes.isEmpty else { return nil }
        guard !isEnded else { throw rejection("a line follows the end of the export", line) }
        let content = try decode(line)
        if let end = content.end {
            isEnded = true
            guard end.records == recordCount else {
                throw rejection("the export should have \(end.records) records and has \(recordCount)", line)
            }
            return nil
        }
        recordCount += 1
        guard let record = content.record else { throw rejection("the line holds no record, or more than one", line) }
        return record
    }

    /// - Throws: ``CatalogError`` of kind `rejected` when the last line has not come.
    func finish() throws(CatalogError) {
        guard !isEnded else { return }
        throw .rejection(
            "the export breaks off: its last line, {\"end\":…}, is missing", remedy: "get the file again, whole",
            file: file)
    }

    private func decode(_ line: InputLine) throws(CatalogError) -> JSONLine {
        do {
            return try decoder.decode(JSONLine.self, from: Data(line.bytes))
        } catch {
            throw rejection(JSONDocument.reason(error, document: "the line"), line)
        }
    }

    private func rejection(_ message: String, _ line: InputLine) -> CatalogError {
        .rejection(message, file: file, line: line.number)
    }
}
