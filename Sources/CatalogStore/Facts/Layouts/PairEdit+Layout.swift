public import CatalogModel

extension PairEdit: StorableFact {
    /// `column1`, `column2`, `setting`.
    public static var identity: [FactColumn] {
        [.init("column1", .key), .init("column2", .key), .init("setting", .integer)]
    }
    /// `indicator`, `predates_1996`, `rationale`.
    public static var content: [FactColumn] {
        [.init("indicator", .integer), .init("predates_1996", .integer), .init("rationale", .phrase)]
    }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.key(column1), .key(column2), setting.storedValue] }
    /// What it says.
    public var contentValues: [FactValue] {
        [.integer(modifierIndicator.rawValue), .integer(predates1996 ? 1 : 0), .text(rationale)]
    }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            column1: try row.key(), column2: try row.key(), setting: try row.setting(),
            modifierIndicator: try row.choice(), predates1996: try row.flag(), rationale: try row.text(),
            period: period)
    }
}

extension EditSetting {
    /// One byte or none in a row, of which there are millions.
    var storedValue: FactValue { .integer(Self.allCases.firstIndex(of: self) ?? 0) }
}

extension FactRow {
    mutating func setting() throws(Damage) -> EditSetting {
        let place = try integer()
        guard EditSetting.allCases.indices.contains(place) else { throw Damage() }
        return EditSetting.allCases[place]
    }
}
