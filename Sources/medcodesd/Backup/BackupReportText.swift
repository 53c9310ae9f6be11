internal import CatalogModel
internal import CatalogStore
internal import Foundation

/// What is said of a backup, to people and to programs.
struct BackupReportText {
    private let backup: CatalogBackup
    private let file: String

    /// - Parameter file: The backup's file, as the operator named it.
    init(_ backup: CatalogBackup, file: String) {
        self.backup = backup
        self.file = file
    }

    /// `FILE: revision 12, made 2026-11-21T22:10:00Z, 61.2 MB`; more may follow behind a comma.
    var contents: String {
        let megabytes = String(format: "%.1f", Double(backup.byteCount) / 1e6)
        return "\(file): revision \(backup.revision.rawValue), made \(madeAt), \(megabytes) MB"
    }

    /// One line of JSON.
    var json: String {
        let name = (try? JSONEncoder().encode(file)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        return """
            {"file":\(name),"revision":\(backup.revision.rawValue),"made":"\(madeAt)","bytes":\(backup.byteCount)}
            """
    }

    private var madeAt: String { Date(timeIntervalSince1970: TimeInterval(backup.madeAt)).ISO8601Format() }
}
