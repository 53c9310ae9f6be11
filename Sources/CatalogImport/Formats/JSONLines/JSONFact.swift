internal import CatalogModel
internal import CatalogStore

/// A stored fact as a line of the JSON lines format has it: `kind`, `scope`, `listed` and `value`, whose members depend
/// on the kind.
struct JSONFact: Codable {
    let stored: StoredFact

    private enum CodingKeys: String, CodingKey { case kind, scope, listed, value }

    init(stored: StoredFact) { self.stored = stored }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func fact<Value: StorableFact>(_ type: Value.Type) throws -> Fact {
            Fact(try container.decode(Value.self, forKey: .value))
        }
        stored = StoredFact(
            try fact(Fact.type(of: container.decode(FactKind.self, forKey: .kind))),
            scope: try container.decode(FactScope.self, forKey: .scope),
            listed: try container.decode(ValidityPeriod.self, forKey: .listed))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(stored.fact.kind, forKey: .kind)
        try container.encode(stored.scope, forKey: .scope)
        try container.encode(stored.listed, forKey: .listed)
        try container.encode(stored.fact.value, forKey: .value)
    }
}
