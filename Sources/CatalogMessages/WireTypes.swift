internal import CMedCodesProtos
internal import WireMessages

// The generated types this target packs and unpacks.

extension Medcodes__V1__GetCodeRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__get_code_request__init(message) }
}

extension Medcodes__V1__BatchGetCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__batch_get_codes_request__init(message)
    }
}

extension Medcodes__V1__BatchGetCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__batch_get_codes_response__init(message)
    }
}

extension Medcodes__V1__CodeResult: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code_result__init(message) }
}

extension Medcodes__V1__CodeAbsence: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code_absence__init(message) }
}

extension Medcodes__V1__Code: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code__init(message) }
}

extension Medcodes__V1__CodeKey: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__code_key__init(message) }
}

extension Medcodes__V1__Date: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__date__init(message) }
}

extension Medcodes__V1__Release: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__release__init(message) }
}

extension Medcodes__V1__SimilarCode: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__similar_code__init(message) }
}

extension Medcodes__V1__Policy: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__policy__init(message) }
}

extension Medcodes__V1__Procedure: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__procedure__init(message) }
}

extension Medcodes__V1__Section: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__section__init(message) }
}

extension Medcodes__V1__Block: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__block__init(message) }
}

extension Medcodes__V1__ItemList: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__item_list__init(message) }
}

extension Medcodes__V1__Item: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__item__init(message) }
}

extension Medcodes__V1__ProcedureFacts: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__procedure_facts__init(message) }
}

extension Medcodes__V1__MinuteRange: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__minute_range__init(message) }
}

extension Medcodes__V1__DayRange: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__day_range__init(message) }
}

extension Medcodes__V1__GetCatalogRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__get_catalog_request__init(message) }
}

extension Medcodes__V1__GetCatalogResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__get_catalog_response__init(message) }
}

extension Medcodes__V1__CatalogSystem: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__catalog_system__init(message) }
}

extension Medcodes__V1__CatalogRelease: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__catalog_release__init(message) }
}

extension Medcodes__V1__ValidateCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__validate_codes_request__init(message)
    }
}

extension Medcodes__V1__ValidationItem: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__validation_item__init(message)
    }
}

extension Medcodes__V1__ValidateCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__validate_codes_response__init(message)
    }
}

extension Medcodes__V1__ItemValidation: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__item_validation__init(message)
    }
}

extension Medcodes__V1__ValidationIssue: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__validation_issue__init(message)
    }
}

extension Medcodes__V1__Provenance: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__provenance__init(message)
    }
}

extension Medcodes__V1__ListPoliciesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_policies_request__init(message)
    }
}

extension Medcodes__V1__ListPoliciesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_policies_response__init(message)
    }
}

extension Medcodes__V1__ListSimilarCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_similar_codes_request__init(message)
    }
}

extension Medcodes__V1__ListSimilarCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_similar_codes_response__init(message)
    }
}

extension Medcodes__V1__ListChildCodesRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_child_codes_request__init(message)
    }
}

extension Medcodes__V1__ListChildCodesResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__list_child_codes_response__init(message)
    }
}

extension Medcodes__V1__ChildCode: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__child_code__init(message) }
}

extension Medcodes__V1__AxisValue: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__axis_value__init(message) }
}

extension Medcodes__V1__TestSubsumptionRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__test_subsumption_request__init(message)
    }
}

extension Medcodes__V1__TestSubsumptionResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__test_subsumption_response__init(message)
    }
}

extension Medcodes__V1__TranslateCodeRequest: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__translate_code_request__init(message)
    }
}

extension Medcodes__V1__TranslateCodeResponse: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) {
        medcodes__v1__translate_code_response__init(message)
    }
}

extension Medcodes__V1__TranslationMatch: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__translation_match__init(message) }
}

extension Medcodes__V1__CatalogEdition: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__catalog_edition__init(message) }
}

extension Medcodes__V1__CatalogFactCount: WireMessage {
    static func initialize(_ message: UnsafeMutablePointer<Self>) { medcodes__v1__catalog_fact_count__init(message) }
}
