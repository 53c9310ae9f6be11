public import CatalogModel

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
