internal import CatalogModel

/// What ends a backup file, and says what must stand before it.
///
/// A backup is the catalog's database file as it is, then the digests of its pages in order (8 bytes each), then the seal
/// of 64 bytes: eight words, little endian, in the order of ``words``. SQLite takes the number of pages from its own
/// header, so a backup can also be opened as the database it is.
struct BackupSeal: Hashable {
    /// The size of the database's pages, in bytes.
    let pageByteCount: Int
    /// The number of pages.
    let pageCount: Int
    /// The catalog's revision.
    let revision: Revision
    /// When the backup was made, in seconds since 1970-01-01T00:00:00Z.
    let madeAt: Int64
    /// The digest of the pages' digests.
    let pagesDigest: UInt64

    /// The seal's size.
    static let byteCount = 64
    /// The size of a page's digest.
    static let digestByteCount = 8
    /// "MCBACKUP", read as a word.
    private static let magic: UInt64 = 0x5055_4B43_4142_434D
    /// The layout that is written and understood.
    private static let layout: UInt64 = 1
    /// Page sizes SQLite knows (sqlite.org/fileformat.html, 1.3.2).
    static let pageByteCounts = 512...65_536

    /// How many bytes the whole file has.
    var fileByteCount: Int { pageCount * (pageByteCount + Self.digestByteCount) + Self.byteCount }
    /// Where the digests begin.
    var digestsOffset: Int { pageCount * pageByteCount }

    /// The words but for the last, which is the digest of these.
    private var words: [UInt64] {
        [
            Self.magic, Self.layout, UInt64(pageByteCount), UInt64(pageCount), UInt64(bitPattern: revision.rawValue),
            UInt64(bitPattern: madeAt), pagesDigest,
        ]
    }

    /// The seal as it is written.
    var bytes: [UInt8] {
        let words = self.words.map(\.littleEndian)
        let digest = words.withUnsafeBytes { PageDigest.of($0, at: 0) }
        return (words + [digest.littleEndian]).withUnsafeBytes(Array.init)
    }

    /// A seal of these values.
    init(pageByteCount: Int, pageCount: Int, revision: Revision, madeAt: Int64, pagesDigest: UInt64) {
        self.pageByteCount = pageByteCount
        self.pageCount = pageCount
        self.revision = revision
        self.madeAt = madeAt
        self.pagesDigest = pagesDigest
    }

    /// Reads a seal; nil when the bytes are none, or are damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let words = bytes.withUnsafeBytes { bytes in
            (0..<8).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
        }
        guard words[0] == Self.magic, words[1] == Self.layout, let pageByteCount = Int(exactly: words[2]),
            Self.pageByteCounts.contains(pageByteCount), let pageCount = Int(exactly: words[3]),
            (1...Int(UInt32.max)).contains(pageCount)
        else { return nil }
        self.init(
            pageByteCount: pageByteCount, pageCount: pageCount,
            revision: Revision(rawValue: Int64(bitPattern: words[4])), madeAt: Int64(bitPattern: words[5]),
            pagesDigest: words[6])
        guard self.bytes == bytes else { return nil }
    }
}
