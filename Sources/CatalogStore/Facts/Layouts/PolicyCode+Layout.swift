public import CatalogModel

extension PolicyCode: StorableFact {
    /// `key`, `payer`, `number`.
    public static var identity: [FactColumn] { [.init("key", .key), .init("payer", .text), .init("number", .text)] }
    /// `coverage`, `prior_authorization`.
    public static var content: [FactColumn] { [.init("coverage", .phrase), .init("prior_authorization", .phrase)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(key), .text(payer), .text(number)] }
    /// What it says.
    public var contentValues: [FactValue] { [.text(coverage), .text(priorAuthorization)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            key: try row.key(), payer: try row.text(), number: try row.text(), coverage: try row.text(),
            priorAuthorization: try row.text(), period: period)
    }
}
