internal import CatalogModel
internal import GRDB
internal import Glibc

extension SQLiteCodeStore {
    /// What every connection is set up with.
    static func connection(_ configuration: Configuration, file: String) -> GRDB.Configuration {
        var connection = GRDB.Configuration()
        connection.label = "medcodes.store"
        connection.maximumReaderCount = configuration.readerCount
        connection.busyMode = .timeout(configuration.busyTimeout / .seconds(1))
        let pageCountMax = configuration.pageCountMax
        connection.prepareDatabase { db in
            // Before anything else: GRDB changes the journal mode next, and a file that is not ours stays as it is.
            try Schema.identify(db, file: file)
            for function in RowDigest.functions { db.add(function: function) }
            try db.execute(sql: "PRAGMA temp_store = FILE")
            try db.execute(sql: "PRAGMA journal_size_limit = \(16 << 20)")
            if let pageCountMax { try db.execute(sql: "PRAGMA max_page_count = \(pageCountMax)") }
        }
        return connection
    }

    /// Finds the common reasons why a file cannot be opened for writing; SQLite has one code for all of them, or opens
    /// the file for reading only and fails at the first write.
    static func checkAccess(_ path: String) throws(CatalogError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(folder, F_OK) == 0 else {
            throw CatalogError(
                .unavailable, "the folder of the catalog \(path) does not exist", remedy: "make the folder first")
        }
        let isThere = access(path, F_OK) == 0
        guard access(isThere ? path : folder, W_OK) == 0, access(folder, W_OK) == 0 else {
            throw SQLiteFailure(file: path).error(for: DatabaseError(resultCode: .SQLITE_READONLY))
        }
    }

    /// The size of a file; 0 when there is none.
    static func byteCount(of path: String) -> Int {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : 0
    }
}
