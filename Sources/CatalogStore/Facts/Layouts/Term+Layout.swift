public import CatalogModel

extension Term: StorableFact {
    /// `system`, `term`, `term_kind`, `relation`, `target`, `words`.
    public static var identity: [FactColumn] {
        [
            .init("system", .text), .init("term", .text), .init("term_kind", .text), .init("relation", .text),
            .init("target", .key), .init("words", .text),
        ]
    }
    /// None.
    public static var content: [FactColumn] { [] }
    /// What tells the fact from others.
    public var identityValues: [FactValue] {
        [.text(system.name), .text(text), .text(termKind.rawValue)] + target.columns
    }
    /// What it says.
    public var contentValues: [FactValue] { [] }

    /// Reads a row.
    public init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage) {
        self.init(
            text: "", system: try row.system(), termKind: .synonym, target: .use(""), period: period)
        text = try row.text()
        termKind = try row.choice()
        target = try Target(&row)
    }
}

extension Term.Target {
    /// A name for what it is, the code, and the words. A prefix is no code, so it stands among the words.
    fileprivate var columns: [FactValue] {
        switch self {
        case .code(let key): [.text("code"), .key(key), .text("")]
        case .prefix(let key): [.text("prefix"), .key(nil), .key(key)]
        case .see(let words): [.text("see"), .key(nil), .text(words)]
        case .seeAlso(let words): [.text("see-also"), .key(nil), .text(words)]
        case .use(let words): [.text("use"), .key(nil), .text(words)]
        }
    }

    fileprivate init(_ row: inout FactRow) throws(FactRow.Damage) {
        let (relation, key) = (try row.text(), try row.optionalKey())
        switch (relation, key) {
        case ("code", let key?):
            self = .code(key)
            _ = try row.text()
        case ("prefix", nil): self = .prefix(try row.key())
        case ("see", nil): self = .see(try row.text())
        case ("see-also", nil): self = .seeAlso(try row.text())
        case ("use", nil): self = .use(try row.text())
        default: throw FactRow.Damage()
        }
    }
}
