public import CatalogModel
public import CatalogStore

/// What an import read and what it did to the catalog.
public struct ImportReport: Hashable, Sendable {
    /// What it did to the catalog: the revision made, and codes added, changed, unchanged and terminated.
    public var written: WriteReport
    /// How many rows (of pages: files) were read, the rejected ones included.
    public var rowsRead: Int
    /// How many rows were left out because they are malformed.
    public var rejectCount: Int
    /// The first of them, at most ``rejectsKeptMax``.
    public var rejects: [Reject]
    /// What was kept but is worth a look, such as text a page parser found no better place for; at most
    /// ``rejectsKeptMax``.
    public var notes: [String]

    /// How many rejects and notes a report holds; all of them are told as events.
    public static let rejectsKeptMax = 100

    /// A report.
    public init(
        written: WriteReport, rowsRead: Int = 0, rejectCount: Int = 0, rejects: [Reject] = [], notes: [String] = []
    ) {
        self.written = written
        self.rowsRead = rowsRead
        self.rejectCount = rejectCount
        self.rejects = rejects
        self.notes = notes
    }
}

/// A malformed row that was left out.
public struct Reject: Hashable, Sendable, CustomStringConvertible {
    /// File, line and column.
    public var location: CatalogError.Location
    /// What is wrong with it, in one clause.
    public var reason: String

    /// A reject.
    public init(location: CatalogError.Location, reason: String) {
        self.location = location
        self.reason = reason
    }

    /// One line: `file:line:column: reason`.
    public var description: String { CatalogError(.rejected, reason, at: location).description }
}

/// What an import tells while it runs.
public enum ImportEvent: Hashable, Sendable {
    /// A file is being read: bytes read from disk of how many (nil for a pipe), and rows read so far.
    case reading(file: String, bytesRead: Int, byteCount: Int?, rowsRead: Int)
    /// The store is at work.
    case storing(WriteProgress)
    /// A row was left out.
    case rejected(Reject)
    /// Something was kept that is worth a look.
    case noted(String)
}
