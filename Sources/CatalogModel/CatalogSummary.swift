/// A number that grows with every committed change of the catalog; an answer never mixes two.
public struct Revision: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// 0 for a catalog nothing was ever committed to, then 1, 2, 3 …
    public let rawValue: Int64

    /// The revision with this number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Earlier revisions first.
    public static func < (a: Revision, b: Revision) -> Bool { a.rawValue < b.rawValue }
}

/// What the catalog holds.
public struct CatalogSummary: Hashable, Sendable {
    /// The revision the counts belong to.
    public var revision: Revision
    /// When that revision was committed, in seconds since 1970-01-01T00:00:00Z; nil for revision 0.
    public var committedAt: Int64?
    /// The loaded code systems in catalog order.
    public var systems: [SystemSummary]
    /// The loaded editions of facts, by format, part and effective date.
    public var editions: [EditionSummary]

    /// A summary.
    public init(
        revision: Revision, committedAt: Int64?, systems: [SystemSummary], editions: [EditionSummary] = []
    ) {
        self.revision = revision
        self.committedAt = committedAt
        self.systems = systems
        self.editions = editions
    }
}

/// What the catalog holds of one code system.
public struct SystemSummary: Hashable, Sendable {
    /// The system.
    public var system: CodeSystem
    /// How many distinct codes it has that can be reported, over all days.
    public var codeCount: Int
    /// How many distinct headers.
    public var headerCount: Int
    /// How many distinct modifiers.
    public var modifierCount: Int
    /// How many codes have a procedure description.
    public var procedureCount: Int
    /// The loaded releases, earliest first; empty when only facts that belong to no release are loaded.
    public var releases: [ReleaseSummary]
    /// Who owns the code system and what that means for use of its descriptors; empty when nothing restricts them.
    public var licenceNotice: String

    /// A summary.
    public init(
        system: CodeSystem, codeCount: Int, headerCount: Int, modifierCount: Int, procedureCount: Int,
        releases: [ReleaseSummary], licenceNotice: String = ""
    ) {
        self.system = system
        self.codeCount = codeCount
        self.headerCount = headerCount
        self.modifierCount = modifierCount
        self.procedureCount = procedureCount
        self.releases = releases
        self.licenceNotice = licenceNotice
    }
}

/// A loaded release and how many of its rows are in force.
public struct ReleaseSummary: Hashable, Sendable {
    /// Label and effective date.
    public var release: Release
    /// The first day it is no longer in force because a later one is loaded; nil for the newest.
    public var superseded: CalendarDate?
    /// How many codes, headers and modifiers it lists.
    public var rowCount: Int

    /// A summary.
    public init(release: Release, superseded: CalendarDate?, rowCount: Int) {
        self.release = release
        self.superseded = superseded
        self.rowCount = rowCount
    }
}
