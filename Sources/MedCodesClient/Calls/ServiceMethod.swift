/// A method that the client calls.
struct ServiceMethod: Sendable {
    /// `/package.Service/Method`.
    let path: String
    /// `Method`.
    let name: String

    /// A method of the catalog service, or of another one.
    init(_ name: String, of service: String = catalogService) {
        path = "/\(service)/\(name)"
        self.name = name
    }

    static let catalogService = "medcodes.v1.CodeCatalogService"
    static let adminService = "medcodes.v1.CodeCatalogAdminService"
    static let healthService = "grpc.health.v1.Health"

    // Kept, so that no call puts its path together.
    static let getCode = ServiceMethod("GetCode")
    static let batchGetCodes = ServiceMethod("BatchGetCodes")
    static let lookupCodes = ServiceMethod("LookupCodes")
    static let validateCodes = ServiceMethod("ValidateCodes")
    static let searchCodes = ServiceMethod("SearchCodes")
    static let suggestCodes = ServiceMethod("SuggestCodes")
    static let testSubsumption = ServiceMethod("TestSubsumption")
    static let translateCode = ServiceMethod("TranslateCode")
    static let streamCodes = ServiceMethod("StreamCodes")
    static let watchCatalog = ServiceMethod("WatchCatalog")
    static let getCatalog = ServiceMethod("GetCatalog")
    static let importCodes = ServiceMethod("ImportCodes", of: adminService)
    static let putCode = ServiceMethod("PutCode", of: adminService)
    static let deleteCode = ServiceMethod("DeleteCode", of: adminService)
    static let checkHealth = ServiceMethod("Check", of: healthService)
}
