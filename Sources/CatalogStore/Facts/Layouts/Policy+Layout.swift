public import CatalogModel

extension Policy: StorableFact {
    /// `payer`, `number`.
    public static var identity: [FactColumn] { [.init("payer", .text), .init("number", .text)] }
    /// `title`, `type`, `url`, `jurisdictions`, `coverage`, `prior_authorization`, `sample`.
    public static var content: [FactColumn] {
        [
            .init("title", .text), .init("type", .text), .init("url", .text), .init("jurisdictions", .text),
            .init("coverage", .text), .init("prior_authorization", .text), .init("sample", .integer),
        ]
    }
    /// What tells the fact from others.
    public var identityValues: [FactValue] { [.text(payer), .text(number)] }
    /// What it says.
    public var contentValues: [FactValue] {
        [
            .text(title), .text(type), .text(url), .text(jurisdictions.joined(separator: "\n")), .text(coverage),
            .text(priorAuthorization), .integer(isSample ? 1 : 0),
        ]
    }

    /// Says which value cannot be stored.
    public var defect: String? {
        jurisdictions.contains { $0.isEmpty || $0.contains("\n") }
            ? "a jurisdiction is empty or holds a line end" : nil
    }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            payer: try row.text(), number: try row.text(), title: try row.text(), type: try row.text(),
            url: try row.text(), jurisdictions: try row.text().split(separator: "\n").map(String.init),
            period: period, coverage: try row.text(), priorAuthorization: try row.text(), isSample: try row.flag())
    }
}
