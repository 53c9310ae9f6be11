public import CatalogModel
internal import GRDB
internal import Glibc

/// A backup of a catalog: one file that holds the catalog as one revision left it, and the digest of each of its pages.
///
/// All of it blocks for as long as the disk needs, and may be called from any thread.
public struct CatalogBackup: Hashable, Sendable {
    /// The catalog's revision.
    public let revision: Revision
    /// When the backup was made, in seconds since 1970-01-01T00:00:00Z.
    public let madeAt: Int64
    /// The size of the catalog's file, in bytes.
    public let byteCount: Int

    /// How far the work is.
    public enum Progress: Hashable, Sendable {
        /// So many pages of so many are copied.
        case copying(done: Int, of: Int)
        /// The copy is compared with the digests of its rows.
        case checking
    }

    private init(_ seal: BackupSeal) {
        revision = seal.revision
        madeAt = seal.madeAt
        byteCount = seal.digestsOffset
    }

    /// Makes a backup of a catalog, which may be served and written meanwhile.
    ///
    /// The file appears under its name when it is whole, checked and on the disk; until then it is called `….partial`.
    ///
    /// - Parameters:
    ///   - source: The catalog's SQLite file. It is not migrated.
    ///   - path: The backup's file, which must not be there.
    ///   - now: The time for the books, in seconds since 1970.
    /// - Throws: ``CatalogError``: `corrupt` when the catalog is damaged, `conflict` when there is a file of that name,
    ///   `full`, `readOnly`, `unavailable`. No file is left behind.
    public static func make(
        of source: String, at path: String, now: Int64, progress: @escaping (Progress) -> Void = { _ in }
    ) throws(CatalogError) -> CatalogBackup {
        guard PlainFile.exists(source) else {
            throw CatalogError(.unavailable, "there is no catalog at \(source)", remedy: "check the name")
        }
        guard !PlainFile.exists(path) else { throw taken(path) }
        let copy = try PlainFile(creating: path + ".partial")
        defer { unlink(copy.path) }
        let seal = try BackupWriter(source: source, copy: copy, progress: progress).write(madeAt: now)
        try copy.move(to: path, replacing: false)
        return CatalogBackup(seal)
    }

    /// Reads a backup whole and compares every page with its digest.
    ///
    /// - Throws: ``CatalogError`` of kind `corrupt` that names the damaged page; `unavailable` when there is no file.
    public static func verify(_ path: String, progress: (Progress) -> Void = { _ in }) throws(CatalogError)
        -> CatalogBackup
    {
        let backup = try BackupFile(path: path)
        try backup.forEachPage { index, _ in progress(.copying(done: index, of: backup.seal.pageCount)) }
        return CatalogBackup(backup.seal)
    }

    /// Makes a catalog of a backup, all of whose pages are compared with their digests before anything changes.
    ///
    /// - Parameters:
    ///   - path: The backup's file.
    ///   - store: The catalog's SQLite file.
    ///   - replacing: Whether a catalog that is there is replaced. Its latest commits may be lost as soon as this begins
    ///     to replace it, which is when the new one is whole and on the disk.
    /// - Throws: ``CatalogError``: `corrupt` when the backup is damaged, `incompatible` when a newer program made it,
    ///   `conflict` when there is a catalog and it is not to be replaced, or is in use. The catalog is as it was then.
    public static func restore(
        from path: String, to store: String, replacing: Bool, progress: (Progress) -> Void = { _ in }
    ) throws(CatalogError) -> CatalogBackup {
        let old = try existing(store, replacing: replacing)
        let backup = try BackupFile(path: path)
        let new = try PlainFile(creating: store + ".restoring")
        defer { unlink(new.path) }
        new.takePermissions(of: store)
        try backup.forEachPage { (index, page) throws(CatalogError) in
            try new.write(page, at: index * page.count)
            progress(.copying(done: index, of: backup.seal.pageCount))
        }
        try identify(new.path, from: path)
        // The log belongs to the old file; SQLite would take it for the new one's.
        for suffix in ["-wal", "-shm"] { unlink(store + suffix) }
        try new.move(to: store, replacing: replacing)
        // Until here nobody could open the old file.
        withExtendedLifetime(old) {}
        return CatalogBackup(backup.seal)
    }

    /// The catalog that is to be replaced, locked; nil when there is none.
    private static func existing(_ store: String, replacing: Bool) throws(CatalogError) -> PlainFile? {
        guard PlainFile.exists(store) else { return nil }
        guard replacing else {
            throw CatalogError(
                .conflict, "there is a catalog at \(store)", remedy: "restore to another file, or add --replace")
        }
        let old = try PlainFile(opening: store, forWriting: true)
        guard old.lockAgainstSQLite() else { throw inUse(store) }
        return old
    }

    private static func identify(_ path: String, from backup: String) throws(CatalogError) {
        var connection = GRDB.Configuration()
        connection.readonly = true
        do {
            let database = try DatabaseQueue(path: path, configuration: connection)
            try database.read { try Schema.identify($0, file: backup) }
            try database.close()
        } catch {
            throw SQLiteFailure(file: backup).error(for: error)
        }
    }

    private static func taken(_ path: String) -> CatalogError {
        CatalogError(
            .conflict, "there is a file at \(path), and a backup overwrites nothing", remedy: "name another file")
    }

    private static func inUse(_ store: String) -> CatalogError {
        CatalogError(
            .conflict, "the catalog \(store) is being used by another process, perhaps served",
            remedy: "stop the server first, or restore to another file")
    }
}
