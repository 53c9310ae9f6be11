internal import CatalogModel
internal import Compression

/// Reads delimited fields record by record, in bounded memory (RFC 4180): fields may be quoted, and then hold
/// delimiters, line ends and doubled quotes. Lines end in LF, CR LF or CR. A UTF-8 byte order mark is skipped.
///
/// Not thread-safe.
final class DelimitedReader {
    /// One record and where it starts.
    struct Record {
        /// The line it starts on, counted from 1.
        var line: Int
        /// Its fields, as they stand.
        var fields: [String]
        /// Where each field begins on its line, in bytes counted from 1.
        var columns: [Int] = []
        /// Whether a line end followed; false only for a last record that the file may break off in.
        var isTerminated = true
    }

    /// The most bytes a record may have; longer ones are taken for a missing quote.
    static let recordByteCountMax = 16 << 20

    /// The file as the user named it.
    let name: String

    private let file: any ByteSource
    private let delimiter: UInt8
    private let encoding: TextEncoding
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private var pending = 0..<0
    private var line = 1
    private var column = 1
    private var isAtStart = true

    /// How many bytes were read from disk, and of how many; the total is nil where the file has no size.
    var progress: (bytesRead: Int, byteCount: Int?) { (file.bytesRead, file.byteCount) }

    /// Reads an open file; the delimiter is an ASCII character.
    init(_ file: any ByteSource, name: String, delimiter: Character = ",", encoding: TextEncoding = .utf8) {
        self.file = file
        self.name = name
        self.delimiter = delimiter.asciiValue ?? UInt8(ascii: ",")
        self.encoding = encoding
    }

    /// The next record; nil at the end of the file. An empty line is a record of one empty field.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` naming the line, for quotes out of place, bytes that are no text, a
    ///   record that is too long.
    func next() throws(CatalogError) -> Record? {
        if isAtStart { try skipMark() }
        guard try peek() != nil else { return nil }
        let start = line
        var fields: [String] = []
        var columns: [Int] = []
        var byteCount = 0
        repeat {
            columns.append(column)
            let bytes = try field(from: start, &byteCount)
            guard let text = encoding.text(bytes), !bytes.contains(0) else {
                throw rejection("field \(fields.count + 1) of the row is no text", line: start)
            }
            fields.append(text)
        } while try take(delimiter)
        let isTerminated = try endRecord()
        return Record(line: start, fields: fields, columns: columns, isTerminated: isTerminated)
    }

    /// The first bytes of the file, at most one buffer of them; they are still there to be read.
    ///
    /// - Throws: ``CatalogError``.
    func opening() throws(CatalogError) -> ArraySlice<UInt8> {
        if pending.isEmpty { try fill() }
        return buffer[pending]
    }

    private func field(from start: Int, _ byteCount: inout Int) throws(CatalogError) -> [UInt8] {
        var bytes: [UInt8] = []
        if try take(UInt8(ascii: "\"")) {
            try readQuoted(into: &bytes, start: start, &byteCount)
        } else {
            while let byte = try peek(), byte != delimiter, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
                try append(byte, to: &bytes, start: start, &byteCount)
            }
        }
        return bytes
    }

    private func readQuoted(into bytes: inout [UInt8], start: Int, _ byteCount: inout Int) throws(CatalogError) {
        while let byte = try peek() {
            if byte == UInt8(ascii: "\"") {
                advance(over: byte)
                guard try peek() == UInt8(ascii: "\"") else { return }
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            try append(byte, to: &bytes, start: start, &byteCount)
        }
        throw rejection("a quoted field of the row that starts here has no end", line: start)
    }

    /// Moves the byte that is next to the end of a field.
    private func append(
        _ byte: UInt8, to bytes: inout [UInt8], start: Int, _ byteCount: inout Int
    ) throws(CatalogError) {
        bytes.append(byte)
        advance(over: byte)
        byteCount += 1
        guard byteCount <= Self.recordByteCountMax else {
            throw rejection("the row is longer than \(Self.recordByteCountMax) bytes; is a quote missing?", line: start)
        }
    }

    /// Reads a line end; whether there was one.
    private func endRecord() throws(CatalogError) -> Bool {
        let hadReturn = try take(UInt8(ascii: "\r"))
        if try take(UInt8(ascii: "\n")) || hadReturn {
            line += 1
            column = 1
            return true
        }
        guard try peek() == nil else { throw rejection("text follows a quoted field", line: line) }
        return false
    }

    private func take(_ byte: UInt8) throws(CatalogError) -> Bool {
        guard try peek() == byte else { return false }
        advance(over: byte)
        return true
    }

    private func advance(over byte: UInt8) {
        pending.removeFirst()
        column = byte == UInt8(ascii: "\n") ? 1 : column + 1
    }

    private func peek() throws(CatalogError) -> UInt8? {
        if pending.isEmpty { try fill() }
        return pending.isEmpty ? nil : buffer[pending.lowerBound]
    }

    private func skipMark() throws(CatalogError) {
        isAtStart = false
        guard try peek() != nil, buffer[pending].starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        pending.removeFirst(3)
    }

    private func rejection(_ message: String, line: Int) -> CatalogError { .rejection(message, file: name, line: line) }

    private func fill() throws(CatalogError) {
        do throws(InputFileError) {
            let count = try buffer.withUnsafeMutableBufferPointer { bytes throws(InputFileError) in
                try file.read(into: UnsafeMutableRawBufferPointer(bytes))
            }
            pending = 0..<count
        } catch {
            throw CatalogError(error, file: name, line: line)
        }
    }
}
