public import CatalogModel

/// What an import did to the catalog.
///
/// A row is one call of the writer's `list`, `putPage` or `put`. The other counts are of codes, each counted once for
/// its listing and once for its page, and of facts, each counted once for its identity and effective day.
public struct WriteReport: Hashable, Sendable {
    /// How an import ended.
    public enum Outcome: Hashable, Sendable {
        /// The change is durable, as this revision.
        case committed(Revision)
        /// Everything was in the catalog already: no revision was made, and the newest is still this one.
        case nothingToDo(Revision)
        /// It was a rehearsal: the counts are what a real import would report, and nothing was changed.
        case rehearsed
    }

    /// How the import ended.
    public var outcome: Outcome
    /// Rows streamed in.
    public var rowsRead: Int
    /// Codes or facts that were not there before.
    public var added: Int
    /// Codes or facts that were there with other content or on other days.
    public var changed: Int
    /// Codes or facts that were there just so.
    public var unchanged: Int
    /// Codes or facts that were listed on days of a declared release or edition and are no longer.
    public var terminated: Int
    /// Facts put that name a code the catalog does not have on any day. They are kept, and resolve by themselves when
    /// the code is loaded.
    public var unresolved: Int

    /// A report.
    public init(
        outcome: Outcome, rowsRead: Int = 0, added: Int = 0, changed: Int = 0, unchanged: Int = 0, terminated: Int = 0,
        unresolved: Int = 0
    ) {
        self.outcome = outcome
        self.rowsRead = rowsRead
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.terminated = terminated
        self.unresolved = unresolved
    }
}

/// How far an import is.
public enum WriteProgress: Hashable, Sendable {
    /// So many rows are staged; told every 1,000 rows, and at the end of the body.
    case staged(rowCount: Int)
    /// The body has ended; a declared release is being compared and applied.
    case applying(Release, CodeSystem)
    /// The pages are being compared and applied.
    case applyingPages
    /// The facts of a kind are being compared and applied.
    case applyingFacts(FactKind)
    /// All is applied; the change is being made durable.
    case committing
}
