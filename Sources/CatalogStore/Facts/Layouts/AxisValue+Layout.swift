public import CatalogModel

extension AxisValue: StorableFact {
    /// `system`, `code_table`, `table_row`, `position`, `value`.
    public static var identity: [FactColumn] {
        [
            .init("system", .text), .init("code_table", .text), .init("table_row", .integer),
            .init("position", .integer), .init("value", .text),
        ]
    }
    /// `title`, `label`, `definition`.
    public static var content: [FactColumn] {
        [.init("title", .phrase), .init("label", .phrase), .init("definition", .phrase)]
    }
    /// What tells the fact from others.
    public var identityValues: [FactValue] {
        [.text(system.name), .text(table), .integer(row), .integer(position), .text(value)]
    }
    /// What it says.
    public var contentValues: [FactValue] { [.text(title), .text(label), .text(definition)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            system: try row.system(), table: try row.text(), row: try row.integer(), position: try row.integer(),
            value: try row.text(), title: try row.text(), label: try row.text(), definition: try row.text(),
            period: period)
    }
}
