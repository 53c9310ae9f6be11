/// One committed revision and what it did to the codes.
public struct CatalogRevision: Hashable, Sendable {
    /// The revision.
    public var revision: Revision
    /// When it was committed, in seconds since 1970-01-01T00:00:00Z; 0 for revision 0.
    public var committedAt: Int64
    /// The codes that changed, by key, each once, none of ``changedSystems``.
    public var changes: [CodeChange]
    /// The systems in which too many codes changed to name them, in catalog order.
    public var changedSystems: [CodeSystem]
    /// The systems whose releases changed, in catalog order: besides what is named, codes may be absent for another reason
    /// and found in another release than before.
    public var renewedSystems: [CodeSystem]

    /// A revision.
    public init(
        revision: Revision, committedAt: Int64, changes: [CodeChange] = [], changedSystems: [CodeSystem] = [],
        renewedSystems: [CodeSystem] = []
    ) {
        self.revision = revision
        self.committedAt = committedAt
        self.changes = changes
        self.changedSystems = changedSystems
        self.renewedSystems = renewedSystems
    }
}

/// One code that changed.
public struct CodeChange: Hashable, Sendable {
    /// What happened to a code. The numbers are those of the contract and of stored revisions.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// It is new.
        case added = 1
        /// Something that can be asked of it is different now.
        case updated = 2
        /// It got a terminated date.
        case terminated = 3
        /// It is gone from the catalog, with all its periods.
        case deleted = 4
    }

    /// The code.
    public var key: CodeKey
    /// What happened to it.
    public var kind: Kind

    /// A change.
    public init(_ kind: Kind, of key: CodeKey) {
        self.key = key
        self.kind = kind
    }
}
