internal import CatalogModel
internal import Glibc

/// Reads a file or pipe line by line in bounded memory. Reading blocks the calling thread; one task owns a reader.
final class LineReader {
    /// The longest line accepted, in bytes: no key comes near it.
    static let lineByteCountMax = 4096

    /// The file as messages name it.
    let name: String
    /// The number of the line read last, counted from 1; 0 before the first.
    private(set) var lineNumber = 0
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var buffer: ArraySlice<UInt8> = []
    private var isAtEnd = false

    /// Reads from an open descriptor, which stays the caller's to close.
    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        ownsDescriptor = false
    }

    /// Opens a file.
    ///
    /// - Throws: ``CatalogError`` of kind `unavailable` that names the file and the cause.
    init(path: String) throws(CatalogError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        ownsDescriptor = true
        guard descriptor >= 0 else { throw Self.failure(name) }
    }

    deinit { if ownsDescriptor, descriptor >= 0 { close(descriptor) } }

    /// The next line without its end (LF or CRLF) and without a byte order mark; nil after the last.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` for a line that is too long or no UTF-8, `unavailable` when reading
    ///   fails.
    func next() throws(CatalogError) -> String? {
        while !isAtEnd, !buffer.contains(UInt8(ascii: "\n")), buffer.count <= Self.lineByteCountMax { try fill() }
        guard !buffer.isEmpty else { return nil }
        lineNumber += 1
        var bytes = buffer.prefix { $0 != UInt8(ascii: "\n") }
        buffer = buffer.dropFirst(bytes.count + 1)
        guard bytes.count <= Self.lineByteCountMax else {
            throw rejection("the line is longer than \(Self.lineByteCountMax) bytes", "give one key per line")
        }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let line = String(validating: bytes, as: UTF8.self) else {
            throw rejection("the line is not UTF-8 text", "convert the file to UTF-8")
        }
        return line
    }

    /// The place of the line read last.
    var location: CatalogError.Location { CatalogError.Location(file: name, line: lineNumber) }

    private func fill() throws(CatalogError) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var count = read(descriptor, &chunk, chunk.count)
        while count < 0, errno == EINTR { count = read(descriptor, &chunk, chunk.count) }
        guard count >= 0 else { throw Self.failure(name) }
        isAtEnd = count == 0
        buffer = ArraySlice(Array(buffer) + chunk.prefix(count))
    }

    private func rejection(_ message: String, _ remedy: String) -> CatalogError {
        CatalogError(.rejected, message, remedy: remedy, at: location)
    }

    private static func failure(_ name: String) -> CatalogError {
        CatalogError(
            .unavailable, "cannot read \(name): \(String(cString: strerror(errno)))",
            remedy: "check the name and the permissions")
    }
}
