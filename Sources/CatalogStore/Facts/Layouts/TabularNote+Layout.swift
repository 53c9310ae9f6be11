public import CatalogModel

extension TabularNote: StorableFact {
    /// `key`, `note_kind`, `ordinal`.
    public static var identity: [FactColumn] {
        [.init("key", .key), .init("note_kind", .text), .init("ordinal", .integer)]
    }
    /// `note`.
    public static var content: [FactColumn] { [.init("note", .phrase)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(key), .text(noteKind.rawValue), .integer(ordinal)] }
    /// What it says.
    public var contentValues: [FactValue] { [.text(text)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            key: try row.key(), noteKind: try row.choice(), ordinal: try row.integer(), text: try row.text(),
            period: period)
    }
}
