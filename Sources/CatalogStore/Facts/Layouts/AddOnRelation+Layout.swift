public import CatalogModel

extension AddOnRelation: StorableFact {
    /// `add_on`, `primary_code`, `type`.
    public static var identity: [FactColumn] {
        [.init("add_on", .key), .init("primary_code", .key), .init("type", .integer)]
    }
    /// `note`.
    public static var content: [FactColumn] { [.init("note", .phrase)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(addOn), .key(primary), .integer(type.rawValue)] }
    /// What it says.
    public var contentValues: [FactValue] { [.text(note)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            addOn: try row.key(), primary: try row.optionalKey(), type: try row.choice(), note: try row.text(),
            period: period)
    }
}
