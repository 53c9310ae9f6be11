internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `TranslateCodeResponse`.
extension CodeTranslation: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__TranslateCodeResponse) throws(MessageError) {
        self.init(
            message: String(cString: message.message),
            matches: try readList(message.matches, count: message.n_matches, "matches"))
    }

    func fill(_ wire: inout Medcodes__V1__TranslateCodeResponse, in arena: MessageArena) {
        wire.result = result ? 1 : 0
        wire.message = arena.copy(message)
        wire.n_matches = matches.count
        wire.matches = arena.list(matches)
    }
}

extension TranslationMatch: MessageMapping {
    init(_ message: Medcodes__V1__TranslationMatch) throws(MessageError) {
        guard let source: Provenance = try readOptional(message.source, "source") else {
            throw .invalid("source", "a match names where it comes from")
        }
        self.init(
            key: try .required(message.key), display: String(cString: message.display),
            relation: CrosswalkEntry.Relation(message.relation), scenario: Int(message.scenario),
            choiceList: Int(message.choice_list), source: source)
    }

    func fill(_ message: inout Medcodes__V1__TranslationMatch, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.display = arena.copy(display)
        message.relation = relation.wireValue
        message.scenario = Int32(clamping: scenario)
        message.choice_list = Int32(clamping: choiceList)
        message.source = source.made(in: arena)
    }
}

extension CrosswalkEntry.Relation {
    fileprivate var wireValue: Medcodes__V1__MapRelation {
        switch self {
        case .relatedTo: MEDCODES__V1__MAP_RELATION__MAP_RELATION_RELATED_TO
        case .equivalent: MEDCODES__V1__MAP_RELATION__MAP_RELATION_EQUIVALENT
        case .sourceIsNarrowerThanTarget: MEDCODES__V1__MAP_RELATION__MAP_RELATION_SOURCE_IS_NARROWER_THAN_TARGET
        case .sourceIsBroaderThanTarget: MEDCODES__V1__MAP_RELATION__MAP_RELATION_SOURCE_IS_BROADER_THAN_TARGET
        case .notRelatedTo: MEDCODES__V1__MAP_RELATION__MAP_RELATION_NOT_RELATED_TO
        }
    }

    /// The relation; the vaguest one when it is not known.
    fileprivate init(_ value: Medcodes__V1__MapRelation) {
        self = Self.allCases.first { $0.wireValue == value } ?? .relatedTo
    }
}
