public import CatalogModel

extension UnitLimit: StorableFact {
    /// `key`, `setting`.
    public static var identity: [FactColumn] { [.init("key", .key), .init("setting", .integer)] }
    /// `units`, `adjudication`, `rationale`.
    public static var content: [FactColumn] {
        [.init("units", .integer), .init("adjudication", .phrase), .init("rationale", .phrase)]
    }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(key), setting.storedValue] }
    /// What it says.
    public var contentValues: [FactValue] { [.integer(units), .text(adjudication), .text(rationale)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            key: try row.key(), setting: try row.setting(), units: try row.integer(), adjudication: try row.text(),
            rationale: try row.text(), period: period)
    }
}
