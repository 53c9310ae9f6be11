/// A method that a load test calls.
enum BenchMethod: String, CaseIterable, Comparable, Codable {
    case get
    case batch
    case validate
    case search
    case suggest

    /// The method's name in the contract.
    var name: String {
        switch self {
        case .get: "GetCode"
        case .batch: "BatchGetCodes"
        case .validate: "ValidateCodes"
        case .search: "SearchCodes"
        case .suggest: "SuggestCodes"
        }
    }

    /// What the request line says.
    var path: String { "/medcodes.v1.CodeCatalogService/\(name)" }

    /// Whether it finds codes by their key, without the search index.
    var isLookup: Bool { self != .search && self != .suggest }

    static func < (left: BenchMethod, right: BenchMethod) -> Bool { left.position < right.position }

    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
