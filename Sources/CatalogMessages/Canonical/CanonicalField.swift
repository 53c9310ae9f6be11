/// What a field of a request is to the request's canonical form.
enum CanonicalField {
    /// A code, or the place of a hierarchy: the system by its number, the code in canonical spelling.
    case key
    /// The as-of date, as it is: a list asked for by date and one asked for without have different page tokens.
    case day
    /// What somebody typed, in the spelling of ``TypedText``.
    case text
    /// How many elements there are to be, as it is clamped.
    case size
    /// Anything else that comes once, as it is.
    case value
    /// Anything that may come several times, as it is.
    case list
}

extension CanonicalRequest.Method {
    /// What a field is; nil for one the method does not know.
    func field(_ number: UInt32) -> CanonicalField? {
        switch (self, number) {
        case (.listSimilarCodes, 1), (.listPolicies, 1), (.listChildCodes, 1), (.testSubsumption, 1...2),
            (.translateCode, 1):
            .key
        case (.listSimilarCodes, 2), (.listPolicies, 2), (.listChildCodes, 2), (.testSubsumption, 3),
            (.translateCode, 4), (.searchCodes, 3), (.suggestCodes, 5):
            .day
        case (.listSimilarCodes, 5), (.listPolicies, 3...4), (.listPolicies, 6), (.listChildCodes, 4),
            (.translateCode, 2...3), (.searchCodes, 5), (.searchCodes, 7), (.searchCodes, 9):
            .value
        case (.listSimilarCodes, 3), (.searchCodes, 2), (.searchCodes, 6), (.searchCodes, 8), (.suggestCodes, 2),
            (.suggestCodes, 4):
            .list
        case (.searchCodes, 1), (.suggestCodes, 1): .text
        default: number == size?.field ? .size : nil
        }
    }

    /// The field that says how many elements there are to be, what it is by default and at most.
    var size: (field: UInt32, standard: Int, max: Int)? {
        switch self {
        case .listSimilarCodes: (4, ListSimilarCodesRequest.pageSizeDefault, ListSimilarCodesRequest.pageSizeMax)
        case .listPolicies: (5, ListPoliciesRequest.pageSizeDefault, ListPoliciesRequest.pageSizeMax)
        case .listChildCodes: (3, ListChildCodesRequest.pageSizeDefault, ListChildCodesRequest.pageSizeMax)
        case .searchCodes: (4, SearchCodesRequest.pageSizeDefault, SearchCodesRequest.pageSizeMax)
        case .suggestCodes: (3, SuggestCodesRequest.limitDefault, SuggestCodesRequest.limitMax)
        case .testSubsumption, .translateCode: nil
        }
    }
}
