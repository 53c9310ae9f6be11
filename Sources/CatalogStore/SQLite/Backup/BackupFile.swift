internal import CatalogModel

/// A backup that is read: its seal, and its pages one by one, each compared with its digest.
struct BackupFile {
    let seal: BackupSeal
    private let file: PlainFile

    /// Opens a backup and reads its seal.
    ///
    /// - Throws: ``CatalogError`` of kind `corrupt` when the file does not end, or is not as long, as a backup is.
    init(path: String) throws(CatalogError) {
        file = try PlainFile(opening: path)
        let end = file.byteCount - BackupSeal.byteCount
        guard end > 0, let bytes = try file.bytes(BackupSeal.byteCount, at: end), let seal = BackupSeal(bytes) else {
            throw CatalogError(
                .corrupt, "the last \(BackupSeal.byteCount) bytes of \(path) are not those of a backup",
                remedy: "name a file that 'medcodesd backup' made; if it did make this one, use another: it is damaged")
        }
        guard seal.fileByteCount == file.byteCount else {
            throw Self.damaged("\(path) has \(file.byteCount) bytes instead of \(seal.fileByteCount)")
        }
        self.seal = seal
    }

    /// Hands every page on, in order, once it is known to be as it was written.
    ///
    /// - Throws: ``CatalogError`` of kind `corrupt` that names the first damaged page and its bytes.
    func forEachPage(
        _ body: (_ index: Int, _ page: UnsafeRawBufferPointer) throws(CatalogError) -> Void
    ) throws(CatalogError) {
        let digests = try self.digests()
        let page = UnsafeMutableRawBufferPointer.allocate(byteCount: seal.pageByteCount, alignment: 8)
        defer { page.deallocate() }
        for index in 0..<seal.pageCount {
            let offset = index * seal.pageByteCount
            guard try file.read(into: page, at: offset),
                PageDigest.of(UnsafeRawBufferPointer(page), at: index) == digests[index]
            else {
                throw Self.damaged(
                    "page \(index + 1) of \(file.path) is damaged (bytes \(offset) to \(offset + seal.pageByteCount - 1))"
                )
            }
            try body(index, UnsafeRawBufferPointer(page))
        }
    }

    private func digests() throws(CatalogError) -> [UInt64] {
        let bytes = try file.bytes(seal.pageCount * BackupSeal.digestByteCount, at: seal.digestsOffset) ?? []
        guard bytes.withUnsafeBytes({ PageDigest.of($0, at: 0) }) == seal.pagesDigest else {
            throw Self.damaged(
                "the digests of the pages of \(file.path) are damaged (bytes \(seal.digestsOffset) to \(seal.digestsOffset + bytes.count - 1))"
            )
        }
        return bytes.withUnsafeBytes { bytes in
            (0..<seal.pageCount).map {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
            }
        }
    }

    private static func damaged(_ message: String) -> CatalogError {
        CatalogError(.corrupt, message, remedy: "use another backup, and look for disk errors in the system's log")
    }
}
