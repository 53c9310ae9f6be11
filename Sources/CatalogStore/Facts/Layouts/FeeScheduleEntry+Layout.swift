public import CatalogModel

extension FeeScheduleEntry: StorableFact {
    /// `key`, `modifier`.
    public static var identity: [FactColumn] { [.init("key", .key), .init("modifier", .text)] }
    /// `status`, `global_days`, `coverage`, `betos`.
    public static var content: [FactColumn] {
        [
            .init("status", .text), .init("global_days", .text), .init("coverage", .text), .init("betos", .text),
        ]
    }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(key), .text(modifier)] }
    /// What it says.
    public var contentValues: [FactValue] { [.text(status), .text(globalDays), .text(coverage), .text(betos)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            key: try row.key(), modifier: try row.text(), status: try row.text(), globalDays: try row.text(),
            coverage: try row.text(), betos: try row.text(), period: period)
    }
}
