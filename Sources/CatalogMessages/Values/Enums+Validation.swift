internal import CMedCodesProtos
internal import CatalogModel

// The enum values of validations, between domain and wire. A number that this version does not know, from a newer server,
// reads as the value that claims least harm done by ignoring it: an error stays an error.

extension EditSetting {
    var wireValue: Medcodes__V1__EditSetting {
        switch self {
        case .practitioner: MEDCODES__V1__EDIT_SETTING__EDIT_SETTING_PRACTITIONER
        case .outpatientHospital: MEDCODES__V1__EDIT_SETTING__EDIT_SETTING_OUTPATIENT_HOSPITAL
        case .dmeSupplier: MEDCODES__V1__EDIT_SETTING__EDIT_SETTING_DME_SUPPLIER
        }
    }
}

extension ValidationIssue.Severity {
    var wireValue: Medcodes__V1__IssueSeverity {
        switch self {
        case .information: MEDCODES__V1__ISSUE_SEVERITY__ISSUE_SEVERITY_INFORMATION
        case .warning: MEDCODES__V1__ISSUE_SEVERITY__ISSUE_SEVERITY_WARNING
        case .error: MEDCODES__V1__ISSUE_SEVERITY__ISSUE_SEVERITY_ERROR
        }
    }

    /// The severity; an error when it is not known.
    init(_ value: Medcodes__V1__IssueSeverity) {
        self = Self.allCases.first { $0.wireValue == value } ?? .error
    }
}

extension ValidationRule {
    var wireValue: Medcodes__V1__ValidationRule {
        switch self {
        case .unknownCode: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_UNKNOWN_CODE
        case .codeSystemNotLoaded: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_CODE_SYSTEM_NOT_LOADED
        case .releaseNotLoaded: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_RELEASE_NOT_LOADED
        case .notYetEffective: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_NOT_YET_EFFECTIVE
        case .terminated: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_TERMINATED
        case .notBillable: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_NOT_BILLABLE
        case .displayMismatch: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_DISPLAY_MISMATCH
        case .unknownModifier: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_UNKNOWN_MODIFIER
        case .addOnWithoutPrimary: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_ADD_ON_WITHOUT_PRIMARY
        case .addOnContractorDefined: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_ADD_ON_CONTRACTOR_DEFINED
        case .procedurePair: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_PROCEDURE_PAIR
        case .unitsOverLimit: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_UNITS_OVER_LIMIT
        case .editsNotLoaded: MEDCODES__V1__VALIDATION_RULE__VALIDATION_RULE_EDITS_NOT_LOADED
        }
    }

    /// The rule; nil when it is not known.
    init?(_ value: Medcodes__V1__ValidationRule) {
        guard let rule = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = rule
    }
}

extension PairEdit.ModifierIndicator {
    var wireValue: Medcodes__V1__ModifierIndicator {
        switch self {
        case .notAllowed: MEDCODES__V1__MODIFIER_INDICATOR__MODIFIER_INDICATOR_NOT_ALLOWED
        case .allowed: MEDCODES__V1__MODIFIER_INDICATOR__MODIFIER_INDICATOR_ALLOWED
        case .notApplicable: MEDCODES__V1__MODIFIER_INDICATOR__MODIFIER_INDICATOR_NOT_APPLICABLE
        }
    }

    /// The indicator; nil for none and when it is not known.
    init?(_ value: Medcodes__V1__ModifierIndicator) {
        guard let indicator = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = indicator
    }
}
