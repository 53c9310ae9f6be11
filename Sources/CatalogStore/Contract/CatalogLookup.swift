public import CatalogModel

/// The answers to a lookup, all from one revision.
public struct CatalogLookup: Hashable, Sendable {
    /// The revision the answers were read at.
    public var revision: Revision
    /// One answer for each key asked for, in the order of the keys.
    public var answers: [CodeAnswer]

    /// Answers read at a revision.
    public init(revision: Revision, answers: [CodeAnswer]) {
        self.revision = revision
        self.answers = answers
    }
}
