internal import CZip
internal import Glibc

/// A zip archive, read entry by entry (PKWARE APPNOTE.TXT; libzip.org).
///
/// Bounded against archives made to hurt: in the number of entries, and in the bytes each entry inflates to, whatever its
/// header claims. Not thread-safe: one owner at a time.
public final class ZipArchive {
    /// A file in the archive.
    public struct Entry: Hashable, Sendable {
        /// Its name as the archive has it, folders included; never a path to write to.
        public let name: String
        /// The size its header claims, in bytes; 0 where it claims none.
        public let byteCount: Int

        let index: UInt64
    }

    /// The most entries an archive may have.
    public static let entryCountMax = 10_000

    /// The files in the archive, in its order; folders are left out.
    public let entries: [Entry]

    private let handle: ZipHandle

    /// Opens an archive file.
    ///
    /// - Throws: ``InputFileError``.
    public convenience init(path: String) throws(InputFileError) {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            throw code == ZIP_ER_NOENT || code == ZIP_ER_OPEN ? .cannotOpen(errno: errno) : .zip(.notZip)
        }
        try self.init(ZipHandle(archive))
    }

    /// Opens an archive in memory, such as one inside another.
    ///
    /// - Throws: ``InputFileError/zip(_:)``.
    public convenience init(bytes: [UInt8]) throws(InputFileError) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        copy.copyBytes(from: bytes)
        // The archive reads from the copy, which the handle frees after it.
        guard let source = zip_source_buffer_create(copy.baseAddress, UInt64(bytes.count), 0, nil) else {
            copy.deallocate()
            throw .zip(.notZip)
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
            zip_source_free(source)
            copy.deallocate()
            throw .zip(.notZip)
        }
        try self.init(ZipHandle(archive, buffer: copy))
    }

    private init(_ handle: ZipHandle) throws(InputFileError) {
        self.handle = handle
        let count = Int(zip_get_num_entries(handle.archive, 0))
        guard count <= Self.entryCountMax else { throw .zip(.tooManyEntries(countMax: Self.entryCountMax)) }
        var entries: [Entry] = []
        for index in 0..<UInt64(max(count, 0)) {
            var status = zip_stat_t()
            guard zip_stat_index(handle.archive, index, 0, &status) == 0, let name = status.name else {
                throw .zip(.corrupt)
            }
            let text = String(cString: name)
            if text.hasSuffix("/") { continue }
            entries.append(Entry(name: text, byteCount: Int(clamping: status.size), index: index))
        }
        self.entries = entries
    }

    /// Opens a file of the archive for reading from start to end.
    ///
    /// - Parameters:
    ///   - entry: One of ``entries``.
    ///   - byteCountMax: How many bytes it may inflate to.
    /// - Throws: ``InputFileError/zip(_:)``.
    public func open(_ entry: Entry, byteCountMax: Int = 8 << 30) throws(InputFileError) -> any ByteSource {
        guard let file = zip_fopen_index(handle.archive, entry.index, 0) else {
            let code = zip_error_code_zip(zip_get_error(handle.archive))
            throw .zip(code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD ? .encrypted : .corrupt)
        }
        return ZipEntryFile(file, of: handle, claimed: entry.byteCount, byteCountMax: byteCountMax)
    }

    /// A file of the archive in one piece.
    ///
    /// - Throws: ``InputFileError/zip(_:)``; also when it inflates to more than `byteCountMax` bytes.
    public func bytes(of entry: Entry, byteCountMax: Int) throws(InputFileError) -> [UInt8] {
        let file = try open(entry, byteCountMax: byteCountMax)
        let step = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 1)
        defer { step.deallocate() }
        var bytes: [UInt8] = []
        while true {
            let count = try file.read(into: step)
            if count == 0 { return bytes }
            bytes.append(contentsOf: step[..<count])
        }
    }
}

/// Owns libzip's archive, and the memory it reads from.
final class ZipHandle {
    let archive: OpaquePointer
    private let buffer: UnsafeMutableRawBufferPointer?

    init(_ archive: OpaquePointer, buffer: UnsafeMutableRawBufferPointer? = nil) {
        self.archive = archive
        self.buffer = buffer
    }

    deinit {
        zip_discard(archive)
        buffer?.deallocate()
    }
}

/// A file of an archive being read. libzip compares its content with the archive's check value at its end.
private final class ZipEntryFile: ByteSource {
    let byteCount: Int?
    private(set) var bytesRead = 0

    private let file: OpaquePointer
    private let archive: ZipHandle
    private let byteCountMax: Int

    init(_ file: OpaquePointer, of archive: ZipHandle, claimed byteCount: Int, byteCountMax: Int) {
        self.file = file
        self.archive = archive
        self.byteCount = byteCount
        self.byteCountMax = byteCountMax
    }

    deinit { zip_fclose(file) }

    func read(into output: UnsafeMutableRawBufferPointer) throws(InputFileError) -> Int {
        guard let base = output.baseAddress, !output.isEmpty else { return 0 }
        let count = Int(zip_fread(file, base, UInt64(output.count)))
        guard count >= 0 else { throw .zip(.corrupt) }
        bytesRead += count
        guard bytesRead <= byteCountMax else { throw .zip(.tooLarge(byteCountMax: byteCountMax)) }
        return count
    }
}
