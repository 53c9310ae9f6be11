internal import CMedCodesProtos
internal import CatalogModel

// The enum values of searching, between domain and wire. A number that this version does not know is nil.

extension FacetField {
    var wireValue: Medcodes__V1__FacetField {
        switch self {
        case .system: MEDCODES__V1__FACET_FIELD__FACET_FIELD_SYSTEM
        case .kind: MEDCODES__V1__FACET_FIELD__FACET_FIELD_KIND
        case .status: MEDCODES__V1__FACET_FIELD__FACET_FIELD_STATUS
        case .addOn: MEDCODES__V1__FACET_FIELD__FACET_FIELD_ADD_ON
        case .axis: MEDCODES__V1__FACET_FIELD__FACET_FIELD_AXIS
        case .setting: MEDCODES__V1__FACET_FIELD__FACET_FIELD_SETTING
        case .anesthesia: MEDCODES__V1__FACET_FIELD__FACET_FIELD_ANESTHESIA
        }
    }

    init?(_ value: Medcodes__V1__FacetField) {
        guard let field = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = field
    }
}

extension MatchField {
    var wireValue: Medcodes__V1__MatchField {
        switch self {
        case .code: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_CODE
        case .descriptor: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_DESCRIPTOR
        case .synonym: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_SYNONYM
        case .indexEntry: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_INDEX_ENTRY
        case .inclusionTerm: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_INCLUSION_TERM
        case .procedure: MEDCODES__V1__MATCH_FIELD__MATCH_FIELD_PROCEDURE
        }
    }

    init?(_ value: Medcodes__V1__MatchField) {
        guard let field = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = field
    }
}

extension ReadingReason {
    var wireValue: Medcodes__V1__ReadingReason {
        switch self {
        case .spelling: MEDCODES__V1__READING_REASON__READING_REASON_SPELLING
        case .synonym: MEDCODES__V1__READING_REASON__READING_REASON_SYNONYM
        case .abbreviation: MEDCODES__V1__READING_REASON__READING_REASON_ABBREVIATION
        case .wordParts: MEDCODES__V1__READING_REASON__READING_REASON_WORD_PARTS
        case .lookAlike: MEDCODES__V1__READING_REASON__READING_REASON_LOOK_ALIKE
        case .negation: MEDCODES__V1__READING_REASON__READING_REASON_NEGATION
        }
    }

    init?(_ value: Medcodes__V1__ReadingReason) {
        guard let reason = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = reason
    }
}
