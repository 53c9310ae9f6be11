public import CatalogModel

/// What changed between two revisions: which answers a cache can no longer trust.
public struct RevisionChange: Hashable, Sendable {
    /// The revision before the change. One newer than the last revision known means that changes were missed.
    public var since: Revision
    /// The revision after the change.
    public var revision: Revision
    /// The keys whose answers may differ, in order, none twice, none of ``systems``: at most ``keyCountMax``.
    public var keys: [CodeKey]
    /// The systems of which any answer may differ, absences included: a release came, or too many keys changed.
    public var systems: [CodeSystem]

    /// The most keys a change names; beyond it, it names their systems instead.
    public static let keyCountMax = 10_000

    /// A change.
    public init(since: Revision, revision: Revision, keys: [CodeKey] = [], systems: [CodeSystem] = []) {
        self.since = since
        self.revision = revision
        self.keys = keys
        self.systems = systems
    }
}
