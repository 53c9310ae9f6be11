internal import CatalogModel
internal import Compression

/// One line of an input file, without its line end.
struct InputLine {
    /// The line's number, counted from 1.
    var number: Int
    /// The line's bytes: no NUL, no LF, not necessarily UTF-8.
    var bytes: [UInt8]
    /// Whether a line end followed; false only for a last line that the file breaks off in.
    var isTerminated: Bool

    /// The line as text; nil when it is not UTF-8.
    var text: String? { String(validating: bytes, as: UTF8.self) }
}

/// Reads a plain or gzip file line by line, holding one line and one buffer in memory.
///
/// Lines end in LF or CR LF, the last one also in CR. A UTF-8 byte order mark is skipped. Not thread-safe.
final class LineReader {
    /// The longest line accepted, in bytes.
    let lineByteCountMax: Int
    /// The file as the user named it.
    let name: String

    private let file: any ByteSource
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private var pending = 0..<0
    private var atEnd = false
    private var lineNumber = 0

    /// How many bytes were read from disk, and of how many; the total is nil where the file has no size.
    var progress: (bytesRead: Int, byteCount: Int?) { (file.bytesRead, file.byteCount) }

    /// Opens a file.
    ///
    /// - Throws: ``CatalogError`` naming the file.
    convenience init(path: String, lineByteCountMax: Int = 64 * 1024) throws(CatalogError) {
        do throws(InputFileError) {
            self.init(try InputFile(path: path), name: path, lineByteCountMax: lineByteCountMax)
        } catch {
            throw CatalogError(error, file: path)
        }
    }

    /// Reads an open file.
    init(_ file: any ByteSource, name: String, lineByteCountMax: Int = 64 * 1024) {
        self.file = file
        self.name = name
        self.lineByteCountMax = lineByteCountMax
    }

    /// The next line; nil at the end of the file.
    ///
    /// - Throws: ``CatalogError`` naming the line, for what is no text file: a NUL, UTF-16, a line that is too long,
    ///   damaged gzip.
    func next() throws(CatalogError) -> InputLine? {
        var bytes: [UInt8] = []
        lineNumber += 1
        while true {
            if pending.isEmpty, !atEnd { try fill() }
            guard !pending.isEmpty else { return bytes.isEmpty ? nil : try line(bytes, isTerminated: false) }
            let rest = buffer[pending]
            let lineEnd = rest.firstIndex(of: UInt8(ascii: "\n"))
            let piece = rest[..<(lineEnd ?? rest.endIndex)]
            guard bytes.count + piece.count <= lineByteCountMax else {
                throw rejection("the line is longer than \(lineByteCountMax) bytes, so this is no file of this format")
            }
            bytes += piece
            pending = (lineEnd.map { $0 + 1 } ?? pending.upperBound)..<pending.upperBound
            if lineEnd != nil { return try line(bytes, isTerminated: true) }
        }
    }

    /// The rest of the file in one piece, for small files.
    ///
    /// - Throws: ``CatalogError``; also when it is longer than `byteCountMax`.
    func remainder(byteCountMax: Int) throws(CatalogError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            if pending.isEmpty, !atEnd { try fill() }
            guard !pending.isEmpty else { return bytes }
            bytes += buffer[pending]
            pending = pending.upperBound..<pending.upperBound
            guard bytes.count <= byteCountMax else {
                throw .rejection("the file is longer than \(byteCountMax) bytes", remedy: "split it", file: name)
            }
        }
    }

    /// The first bytes of the file, at most one buffer of them; they are still there to be read.
    ///
    /// - Throws: ``CatalogError``.
    func opening() throws(CatalogError) -> ArraySlice<UInt8> {
        if pending.isEmpty, !atEnd { try fill() }
        return buffer[pending]
    }

    private func line(_ bytes: [UInt8], isTerminated: Bool) throws(CatalogError) -> InputLine {
        var bytes = bytes
        var isTerminated = isTerminated
        if lineNumber == 1 {
            guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
                throw rejection("the file is UTF-16", remedy: "convert it to UTF-8")
            }
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        }
        if bytes.last == UInt8(ascii: "\r") {
            bytes.removeLast()
            isTerminated = true
        }
        guard !bytes.contains(0) else { throw rejection("the line holds a NUL byte, so this is no text file") }
        return InputLine(number: lineNumber, bytes: bytes, isTerminated: isTerminated)
    }

    private func rejection(_ message: String, remedy: String = "check that it is the right file") -> CatalogError {
        .rejection(message, remedy: remedy, file: name, line: lineNumber)
    }

    private func fill() throws(CatalogError) {
        do throws(InputFileError) {
            let count = try buffer.withUnsafeMutableBufferPointer { bytes throws(InputFileError) in
                try file.read(into: UnsafeMutableRawBufferPointer(bytes))
            }
            atEnd = count == 0
            pending = 0..<count
        } catch {
            throw CatalogError(error, file: name, line: lineNumber > 0 ? lineNumber : nil)
        }
    }
}
