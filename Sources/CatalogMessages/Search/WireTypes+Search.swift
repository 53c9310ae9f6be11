internal import CMedCodesProtos
internal import WireMessages

// The generated types of searching that this target packs and unpacks.

extension Medcodes__V1__SearchCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__search_codes_request__init(message) }
}

extension Medcodes__V1__SearchFilters: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__search_filters__init(message) }
}

extension Medcodes__V1__AxisFilter: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__axis_filter__init(message) }
}

extension Medcodes__V1__SearchCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__search_codes_response__init(message) }
}

extension Medcodes__V1__SearchHit: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__search_hit__init(message) }
}

extension Medcodes__V1__TextRange: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__text_range__init(message) }
}

extension Medcodes__V1__ScoreExplanation: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__score_explanation__init(message) }
}

extension Medcodes__V1__ScorePart: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__score_part__init(message) }
}

extension Medcodes__V1__Facet: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__facet__init(message) }
}

extension Medcodes__V1__FacetCount: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__facet_count__init(message) }
}

extension Medcodes__V1__QueryReading: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__query_reading__init(message) }
}

extension Medcodes__V1__SuggestCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__suggest_codes_request__init(message) }
}

extension Medcodes__V1__SuggestCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__suggest_codes_response__init(message)
    }
}
