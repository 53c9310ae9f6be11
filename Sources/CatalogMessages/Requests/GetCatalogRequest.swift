internal import CMedCodesProtos
internal import WireMessages

/// Asks what the catalog holds.
public struct GetCatalogRequest: Hashable, Sendable {
    /// A request.
    public init() {}
}

extension GetCatalogRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__GetCatalogRequest) throws(MessageError) { self.init() }

    func fill(_ message: inout Medcodes__V1__GetCatalogRequest, in arena: MessageArena) {}
}
