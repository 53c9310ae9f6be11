internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

/// The message is `GetCatalogResponse`.
extension CatalogSummary: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__GetCatalogResponse) throws(MessageError) {
        self.init(
            revision: Revision(rawValue: message.revision),
            committedAt: message.committed_at == 0 ? nil : message.committed_at,
            systems: try readList(message.systems, count: message.n_systems, "systems"),
            editions: try readList(message.editions, count: message.n_editions, "editions"))
    }

    func fill(_ message: inout Medcodes__V1__GetCatalogResponse, in arena: MessageArena) {
        message.revision = revision.rawValue
        message.committed_at = committedAt ?? 0
        message.n_systems = systems.count
        message.systems = arena.list(systems)
        message.n_editions = editions.count
        message.editions = arena.list(editions)
    }
}

extension SystemSummary: MessageMapping {
    init(_ message: Medcodes__V1__CatalogSystem) throws(MessageError) {
        try self.init(
            system: CodeSystem(message.system, uri: String(cString: message.system_uri)),
            codeCount: Int(message.code_count),
            headerCount: Int(message.header_count),
            modifierCount: Int(message.modifier_count),
            procedureCount: Int(message.procedure_count),
            releases: readList(message.releases, count: message.n_releases, "releases"),
            licenceNotice: String(cString: message.licence_notice))
    }

    func fill(_ message: inout Medcodes__V1__CatalogSystem, in arena: MessageArena) {
        message.system = system.wireValue
        message.system_uri = arena.copy(system.uri)
        message.title = arena.copy(system.title)
        message.code_count = Int64(codeCount)
        message.header_count = Int64(headerCount)
        message.modifier_count = Int64(modifierCount)
        message.procedure_count = Int64(procedureCount)
        message.n_releases = releases.count
        message.releases = arena.list(releases)
        message.licence_notice = arena.copy(licenceNotice)
    }
}

extension ReleaseSummary: MessageMapping {
    init(_ message: Medcodes__V1__CatalogRelease) throws(MessageError) {
        guard let release: Release = try readOptional(message.release, "release") else {
            throw .invalid("release", "the release is missing")
        }
        self.init(
            release: release, superseded: try readOptional(message.superseded, "superseded"),
            rowCount: Int(message.row_count))
    }

    func fill(_ message: inout Medcodes__V1__CatalogRelease, in arena: MessageArena) {
        message.release = release.made(in: arena)
        message.superseded = superseded?.made(in: arena)
        message.row_count = Int64(rowCount)
    }
}
