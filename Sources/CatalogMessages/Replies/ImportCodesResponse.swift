internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// What an import read and did.
public struct ImportCodesResponse: Hashable, Sendable {
    /// A malformed row.
    public struct Reject: Hashable, Sendable {
        /// Where it is; the file by its name.
        public var location: CatalogError.Location
        /// What is wrong with it.
        public var reason: String

        /// A reject.
        public init(location: CatalogError.Location, reason: String) {
            self.location = location
            self.reason = reason
        }
    }

    /// The most rejects a reply names.
    public static let rejectCountMax = 100

    /// The revision that the import made; the current one when it changed nothing.
    public var revision: Revision
    /// Whether the changes were committed.
    public var isCommitted: Bool
    /// Rows read.
    public var rowsRead = 0
    /// Facts that are new.
    public var added = 0
    /// Facts that differ from before.
    public var changed = 0
    /// Facts that were there already.
    public var unchanged = 0
    /// Codes that got a terminated date.
    public var terminated = 0
    /// Malformed rows.
    public var rejected = 0
    /// Rows that name a code that is not loaded.
    public var unresolved = 0
    /// The first malformed rows, at most ``rejectCountMax``.
    public var rejects: [Reject] = []

    /// A reply that has counted nothing.
    public init(revision: Revision, isCommitted: Bool) {
        self.revision = revision
        self.isCommitted = isCommitted
    }
}

extension ImportCodesResponse: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__ImportCodesResponse) throws(MessageError) {
        self.init(revision: Revision(rawValue: message.revision), isCommitted: message.committed != 0)
        rowsRead = Int(message.rows_read)
        added = Int(message.added)
        changed = Int(message.changed)
        unchanged = Int(message.unchanged)
        terminated = Int(message.terminated)
        rejected = Int(message.rejected)
        unresolved = Int(message.unresolved)
        rejects = try readList(message.rejects, count: message.n_rejects, "rejects")
    }

    func fill(_ message: inout Medcodes__V1__ImportCodesResponse, in arena: MessageArena) {
        message.revision = revision.rawValue
        message.committed = isCommitted ? 1 : 0
        message.rows_read = Int64(rowsRead)
        message.added = Int64(added)
        message.changed = Int64(changed)
        message.unchanged = Int64(unchanged)
        message.terminated = Int64(terminated)
        message.rejected = Int64(rejected)
        message.unresolved = Int64(unresolved)
        message.n_rejects = rejects.count
        message.rejects = arena.list(rejects)
    }
}

extension ImportCodesResponse.Reject: MessageMapping {
    init(_ message: Medcodes__V1__ImportReject) throws(MessageError) {
        self.init(
            location: .init(
                file: String(cString: message.file), line: message.line == 0 ? nil : Int(message.line),
                column: message.column == 0 ? nil : Int(message.column)),
            reason: String(cString: message.reason))
    }

    func fill(_ message: inout Medcodes__V1__ImportReject, in arena: MessageArena) {
        message.file = arena.copy(location.file)
        message.line = Int64(location.line ?? 0)
        message.column = Int32(clamping: location.column ?? 0)
        message.reason = arena.copy(reason)
    }
}
