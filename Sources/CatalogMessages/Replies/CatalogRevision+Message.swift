internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `WatchCatalogResponse`.
extension CatalogRevision: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__WatchCatalogResponse) throws(MessageError) {
        self.init(
            revision: Revision(rawValue: message.revision), committedAt: message.committed_at,
            changes: try readList(message.changes, count: message.n_changes, "changes"),
            changedSystems: try Self.systems(message.changed_systems, message.n_changed_systems, "changed_systems"),
            renewedSystems: try Self.systems(message.renewed_systems, message.n_renewed_systems, "renewed_systems"))
    }

    func fill(_ message: inout Medcodes__V1__WatchCatalogResponse, in arena: MessageArena) {
        message.revision = revision.rawValue
        message.committed_at = committedAt
        message.n_changes = changes.count
        message.changes = arena.list(changes)
        message.n_changed_systems = changedSystems.count
        message.changed_systems = arena.list(changedSystems.map(ChangedSystem.init))
        message.n_renewed_systems = renewedSystems.count
        message.renewed_systems = arena.list(renewedSystems.map(ChangedSystem.init))
    }

    private static func systems(
        _ messages: UnsafeMutablePointer<UnsafeMutablePointer<Medcodes__V1__ChangedSystem>?>?, _ count: Int,
        _ field: String
    ) throws(MessageError) -> [CodeSystem] {
        let systems: [ChangedSystem] = try readList(messages, count: count, field)
        return systems.map(\.system)
    }
}

extension CodeChange: MessageMapping {
    init(_ message: Medcodes__V1__CodeChange) throws(MessageError) {
        // What a newer server means by another kind is a change in any case.
        self.init(UInt8(exactly: message.kind.rawValue).flatMap(Kind.init) ?? .updated, of: try .required(message.key))
    }

    func fill(_ message: inout Medcodes__V1__CodeChange, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.kind = Medcodes__V1__ChangeKind(rawValue: UInt32(kind.rawValue))
    }
}

/// A system as the list of changed ones has it.
private struct ChangedSystem: MessageMapping {
    let system: CodeSystem

    init(_ system: CodeSystem) { self.system = system }

    init(_ message: Medcodes__V1__ChangedSystem) throws(MessageError) {
        system = try CodeSystem(message.system, uri: String(cString: message.system_uri))
    }

    func fill(_ message: inout Medcodes__V1__ChangedSystem, in arena: MessageArena) {
        message.system = system.wireValue
        message.system_uri = arena.copy(system.uri)
    }
}
