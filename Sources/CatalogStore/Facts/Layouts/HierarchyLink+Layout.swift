public import CatalogModel

extension HierarchyLink: StorableFact {
    /// `child`.
    public static var identity: [FactColumn] { [.init("child", .key)] }
    /// `parent`, `title`.
    public static var content: [FactColumn] { [.init("parent", .text), .init("title", .text)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(child)] }
    /// What it says.
    public var contentValues: [FactValue] { [.key(parent), .text(title)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(child: try row.key(), parent: try row.optionalKey(), title: try row.text(), period: period)
    }
}
