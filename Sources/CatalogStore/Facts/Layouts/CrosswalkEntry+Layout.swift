public import CatalogModel

extension CrosswalkEntry: StorableFact {
    /// `source`, `target_system`, `scenario`, `choice_list`, `target`.
    public static var identity: [FactColumn] {
        [
            .init("source", .key), .init("target_system", .text), .init("scenario", .integer),
            .init("choice_list", .integer), .init("target", .key),
        ]
    }
    /// `relation`, `combination`.
    public static var content: [FactColumn] { [.init("relation", .text), .init("combination", .integer)] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] {
        [.key(source), .text(targetSystem.name), .integer(scenario), .integer(choiceList), .key(target)]
    }
    /// What it says.
    public var contentValues: [FactValue] { [.text(relation.rawValue), .integer(isCombination ? 1 : 0)] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        let source = try row.key()
        let targetSystem = try row.system()
        let (scenario, choiceList) = (try row.integer(), try row.integer())
        self.init(
            source: source, targetSystem: targetSystem, target: try row.optionalKey(), relation: try row.choice(),
            isCombination: try row.flag(), scenario: scenario, choiceList: choiceList, period: period)
    }
}
