internal import CMedCodesProtos
internal import CatalogModel

// Enum values between domain and wire. A number that this version does not know, from a newer server, reads as the value
// that claims least.

extension CodeKind {
    var wireValue: Medcodes__V1__CodeKind {
        switch self {
        case .code: MEDCODES__V1__CODE_KIND__CODE_KIND_CODE
        case .header: MEDCODES__V1__CODE_KIND__CODE_KIND_HEADER
        case .modifier: MEDCODES__V1__CODE_KIND__CODE_KIND_MODIFIER
        }
    }

    /// The kind; a header, which nobody bills, when it is not known.
    init(_ value: Medcodes__V1__CodeKind) {
        self = Self.allCases.first { $0.wireValue == value } ?? .header
    }
}

extension DescriptorOrigin {
    var wireValue: Medcodes__V1__DescriptorOrigin {
        switch self {
        case .official: MEDCODES__V1__DESCRIPTOR_ORIGIN__DESCRIPTOR_ORIGIN_OFFICIAL
        case .ownWording: MEDCODES__V1__DESCRIPTOR_ORIGIN__DESCRIPTOR_ORIGIN_OWN_WORDING
        }
    }

    /// The origin; not official when it is not known.
    init(_ value: Medcodes__V1__DescriptorOrigin) {
        self = Self.allCases.first { $0.wireValue == value } ?? .ownWording
    }
}

extension CodeView {
    var wireValue: Medcodes__V1__CodeView {
        switch self {
        case .basic: MEDCODES__V1__CODE_VIEW__CODE_VIEW_BASIC
        case .full: MEDCODES__V1__CODE_VIEW__CODE_VIEW_FULL
        }
    }
}

extension SimilarityReason {
    var wireValue: Medcodes__V1__SimilarityReason {
        switch self {
        case .curated: MEDCODES__V1__SIMILARITY_REASON__SIMILARITY_REASON_CURATED
        case .addOnFamily: MEDCODES__V1__SIMILARITY_REASON__SIMILARITY_REASON_ADD_ON_FAMILY
        case .sibling: MEDCODES__V1__SIMILARITY_REASON__SIMILARITY_REASON_SIBLING
        case .sharedText: MEDCODES__V1__SIMILARITY_REASON__SIMILARITY_REASON_SHARED_TEXT
        }
    }

    /// The reason; the weakest one when it is not known.
    init(_ value: Medcodes__V1__SimilarityReason) {
        self = Self.allCases.first { $0.wireValue == value } ?? .sharedText
    }
}

extension SectionKind {
    var wireValue: Medcodes__V1__SectionKind {
        switch self {
        case .name: MEDCODES__V1__SECTION_KIND__SECTION_KIND_NAME
        case .technicalTerms: MEDCODES__V1__SECTION_KIND__SECTION_KIND_TECHNICAL_TERMS
        case .summary: MEDCODES__V1__SECTION_KIND__SECTION_KIND_SUMMARY
        case .purpose: MEDCODES__V1__SECTION_KIND__SECTION_KIND_PURPOSE
        case .indications: MEDCODES__V1__SECTION_KIND__SECTION_KIND_INDICATIONS
        case .preparation: MEDCODES__V1__SECTION_KIND__SECTION_KIND_PREPARATION
        case .procedureDescription: MEDCODES__V1__SECTION_KIND__SECTION_KIND_PROCEDURE_DESCRIPTION
        case .duration: MEDCODES__V1__SECTION_KIND__SECTION_KIND_DURATION
        case .setting: MEDCODES__V1__SECTION_KIND__SECTION_KIND_SETTING
        case .personnel: MEDCODES__V1__SECTION_KIND__SECTION_KIND_PERSONNEL
        case .risks: MEDCODES__V1__SECTION_KIND__SECTION_KIND_RISKS
        case .benefits: MEDCODES__V1__SECTION_KIND__SECTION_KIND_BENEFITS
        case .recovery: MEDCODES__V1__SECTION_KIND__SECTION_KIND_RECOVERY
        case .alternatives: MEDCODES__V1__SECTION_KIND__SECTION_KIND_ALTERNATIVES
        case .patientExperience: MEDCODES__V1__SECTION_KIND__SECTION_KIND_PATIENT_EXPERIENCE
        case .policies: MEDCODES__V1__SECTION_KIND__SECTION_KIND_POLICIES
        case .similarCodes: MEDCODES__V1__SECTION_KIND__SECTION_KIND_SIMILAR_CODES
        case .other: MEDCODES__V1__SECTION_KIND__SECTION_KIND_OTHER
        }
    }

    /// The kind; ``other`` when it is not known.
    init(_ value: Medcodes__V1__SectionKind) {
        self = Self.allCases.first { $0.wireValue == value } ?? .other
    }
}

extension AnesthesiaKind {
    var wireValue: Medcodes__V1__AnesthesiaKind {
        switch self {
        case .general: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_GENERAL
        case .regional: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_REGIONAL
        case .local: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_LOCAL
        case .sedation: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_SEDATION
        case .topical: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_TOPICAL
        case .none: MEDCODES__V1__ANESTHESIA_KIND__ANESTHESIA_KIND_NONE
        }
    }

    /// The kind; nil when it is not known.
    init?(_ value: Medcodes__V1__AnesthesiaKind) {
        guard let kind = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = kind
    }
}

extension CareSetting {
    var wireValue: Medcodes__V1__CareSetting {
        switch self {
        case .hospital: MEDCODES__V1__CARE_SETTING__CARE_SETTING_HOSPITAL
        case .inpatient: MEDCODES__V1__CARE_SETTING__CARE_SETTING_INPATIENT
        case .outpatient: MEDCODES__V1__CARE_SETTING__CARE_SETTING_OUTPATIENT
        case .surgicalCenter: MEDCODES__V1__CARE_SETTING__CARE_SETTING_SURGICAL_CENTER
        case .office: MEDCODES__V1__CARE_SETTING__CARE_SETTING_OFFICE
        case .imaging: MEDCODES__V1__CARE_SETTING__CARE_SETTING_IMAGING
        case .intensiveCare: MEDCODES__V1__CARE_SETTING__CARE_SETTING_INTENSIVE_CARE
        case .emergency: MEDCODES__V1__CARE_SETTING__CARE_SETTING_EMERGENCY
        case .laboratory: MEDCODES__V1__CARE_SETTING__CARE_SETTING_LABORATORY
        case .home: MEDCODES__V1__CARE_SETTING__CARE_SETTING_HOME
        }
    }

    /// The setting; nil when it is not known.
    init?(_ value: Medcodes__V1__CareSetting) {
        guard let setting = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = setting
    }
}

extension AbsenceReason {
    var wireValue: Medcodes__V1__AbsenceReason {
        switch self {
        case .unknownCode: MEDCODES__V1__ABSENCE_REASON__ABSENCE_REASON_UNKNOWN_CODE
        case .notYetEffective: MEDCODES__V1__ABSENCE_REASON__ABSENCE_REASON_NOT_YET_EFFECTIVE
        case .terminated: MEDCODES__V1__ABSENCE_REASON__ABSENCE_REASON_TERMINATED
        case .codeSystemNotLoaded: MEDCODES__V1__ABSENCE_REASON__ABSENCE_REASON_CODE_SYSTEM_NOT_LOADED
        case .releaseNotLoaded: MEDCODES__V1__ABSENCE_REASON__ABSENCE_REASON_RELEASE_NOT_LOADED
        }
    }

    /// The reason; nil when it is not known, for there is no weakest one: each says something else of the code.
    init?(_ value: Medcodes__V1__AbsenceReason) {
        guard let reason = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = reason
    }
}

extension CodeStatus {
    var wireValue: Medcodes__V1__CodeStatus {
        switch self {
        case .active: MEDCODES__V1__CODE_STATUS__CODE_STATUS_ACTIVE
        case .notYetEffective: MEDCODES__V1__CODE_STATUS__CODE_STATUS_NOT_YET_EFFECTIVE
        case .terminated: MEDCODES__V1__CODE_STATUS__CODE_STATUS_TERMINATED
        }
    }

    /// The status; nil when it is not known.
    init?(_ value: Medcodes__V1__CodeStatus) {
        guard let status = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = status
    }
}
