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
