internal import CatalogModel
internal import GRDB

/// SQLite's result codes (sqlite.org/rescode.html) as errors for people: no SQL, no values, one remedy each.
struct SQLiteFailure {
    /// The catalog's file, as the operator named it.
    let file: String

    /// The error to throw for whatever a database access threw.
    func error(for failure: any Error) -> CatalogError {
        switch failure {
        case let error as CatalogError: error
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: damaged(in: Self.place(error))
        case let error as DatabaseError: self.error(for: error.resultCode)
        case is CancellationError: CatalogError(.unavailable, "the call was cancelled")
        case let row as DamagedRow: damaged(in: row.place)
        default: CatalogError(.unavailable, "the catalog \(file) cannot be used now")
        }
    }

    /// What SQLite says of the place, which it does of statements that made a table alone.
    private static func place(_ error: DatabaseError) -> String {
        let words = error.message ?? ""
        return words.hasPrefix("malformed database schema") ? words : ""
    }

    private func damaged(in place: String) -> CatalogError {
        CatalogError(
            .corrupt, "the catalog \(file) is damaged" + (place.isEmpty ? "" : " (\(place))"),
            remedy: "restore it from a backup, or import its sources into a new file")
    }

    private func error(for code: ResultCode) -> CatalogError {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            CatalogError(
                .conflict, "another process is writing to the catalog \(file)", remedy: "try again when it is done")
        case .SQLITE_FULL:
            CatalogError(
                .full, "no space is left for the catalog \(file) or its temporary files",
                remedy: "free some disk space and try again; the catalog is unchanged")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            CatalogError(
                .readOnly, "the catalog \(file) cannot be written",
                remedy: "allow this user to write the file and its folder, or name another file")
        case .SQLITE_CANTOPEN:
            CatalogError(
                .unavailable, "the catalog \(file) cannot be opened",
                remedy: "check that the folder exists and that this user may write the file and the folder")
        case .SQLITE_NOTADB:
            CatalogError(
                .incompatible, "\(file) is not a database, so it is no catalog",
                remedy: "name the catalog's file, or a new one")
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: CatalogError(.unavailable, "the call was cancelled")
        case .SQLITE_MISUSE: CatalogError(.unavailable, "the catalog \(file) is closed")
        case .SQLITE_IOERR:
            CatalogError(
                .unavailable, "the disk failed under the catalog \(file)",
                remedy: "look into the system's log for disk errors")
        default:
            CatalogError(
                .unavailable, "the catalog \(file) failed with SQLite code \(code.rawValue)",
                remedy: "check it, and report this if it is sound")
        }
    }
}
