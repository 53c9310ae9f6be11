internal import CatalogModel
internal import GRDB

/// Makes a backup file: copies a catalog's database as one commit left it, checks the copy, and seals it.
struct BackupWriter {
    /// The catalog's file.
    let source: String
    /// The file that is to become the backup, which is there and empty.
    let copy: PlainFile
    let progress: (CatalogBackup.Progress) -> Void

    /// How many pages are copied between two reports of progress: 4 MiB.
    private static let stepPageCount: CInt = 1_024

    /// Writes the whole file.
    func write(madeAt: Int64) throws(CatalogError) -> BackupSeal {
        let revision: Revision
        do {
            revision = try copyDatabase()
        } catch {
            throw SQLiteFailure(file: source).error(for: error)
        }
        return try seal(revision, madeAt: madeAt)
    }

    /// Copies from within one read transaction: what is committed meanwhile waits in the log, and no writer waits.
    private func copyDatabase() throws -> Revision {
        let catalog = try DatabaseQueue(
            path: source, configuration: SQLiteCodeStore.connection(SQLiteCodeStore.Configuration(), file: source))
        let target = try DatabaseQueue(path: copy.path, configuration: Self.connection)
        let revision = try catalog.read { db in
            guard try Schema.isThere(db) else {
                throw CatalogError(
                    .incompatible, "\(source) is empty, so it is no catalog", remedy: "name the catalog's file")
            }
            let revision = try RevisionLog.newest(db)
            try target.writeWithoutTransaction { target in
                try db.backup(to: target, pagesPerStep: Self.stepPageCount) { step in
                    progress(.copying(done: step.completedPageCount, of: step.totalPageCount))
                }
            }
            return revision
        }
        try catalog.close()
        progress(.checking)
        try target.writeWithoutTransaction { db in
            // The copy says WAL, as the catalog does. A backup is one file.
            _ = try Schema.isThere(db)
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
            try IntegrityCheck.full(db)
        }
        try target.close()
        return revision
    }

    /// The copy is made anew if anything interrupts it, so it needs no journal; it is synced when it is whole.
    private static var connection: GRDB.Configuration {
        var connection = GRDB.Configuration()
        connection.prepareDatabase { db in
            for function in RowDigest.functions { db.add(function: function) }
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        }
        return connection
    }

    /// Puts the digests of the pages and the seal behind them.
    private func seal(_ revision: Revision, madeAt: Int64) throws(CatalogError) -> BackupSeal {
        guard let header = try copy.bytes(18, at: 0) else {
            throw SQLiteFailure(file: copy.path).error(for: DamagedRow())
        }
        // sqlite.org/fileformat.html, 1.3.2: two bytes, big endian, where 1 stands for 65,536.
        let stored = Int(header[16]) << 8 | Int(header[17])
        let pageByteCount = stored == 1 ? 65_536 : stored
        let pageCount = copy.byteCount / pageByteCount
        let page = UnsafeMutableRawBufferPointer.allocate(byteCount: pageByteCount, alignment: 8)
        defer { page.deallocate() }
        var digests: [UInt8] = []
        for index in 0..<pageCount {
            _ = try copy.read(into: page, at: index * pageByteCount)
            let digest = PageDigest.of(UnsafeRawBufferPointer(page), at: index)
            withUnsafeBytes(of: digest.littleEndian) { digests += $0 }
        }
        let seal = BackupSeal(
            pageByteCount: pageByteCount, pageCount: pageCount, revision: revision, madeAt: madeAt,
            pagesDigest: digests.withUnsafeBytes { PageDigest.of($0, at: 0) })
        try copy.write(digests + seal.bytes, at: seal.digestsOffset)
        return seal
    }
}
