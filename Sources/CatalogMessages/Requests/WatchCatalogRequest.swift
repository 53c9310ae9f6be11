internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks to be told of every change of the catalog.
public struct WatchCatalogRequest: Hashable, Sendable {
    /// The last revision known; 0 to begin with the current one.
    public var revision: Revision
    /// The systems whose changes are wanted; empty for all.
    public var systems: [CodeSystem]

    /// A request.
    public init(revision: Revision = Revision(rawValue: 0), systems: [CodeSystem] = []) {
        self.revision = revision
        self.systems = systems
    }
}

extension WatchCatalogRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__WatchCatalogRequest) throws(MessageError) {
        guard message.revision >= 0 else { throw .invalid("revision", "revisions are 0 or more") }
        self.init(
            revision: Revision(rawValue: message.revision),
            systems: try [CodeSystem](
                numbers: message.systems, count: message.n_systems, uris: message.system_uris,
                uriCount: message.n_system_uris))
    }

    func fill(_ message: inout Medcodes__V1__WatchCatalogRequest, in arena: MessageArena) {
        message.revision = revision.rawValue
        (message.systems, message.n_systems) = systems.numbered(in: arena)
        (message.system_uris, message.n_system_uris) = systems.unnumbered(in: arena)
    }
}
