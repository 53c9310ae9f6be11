internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore
internal import RPCServices
internal import WireMessages

extension CodeCatalogService {
    /// Answers WatchCatalog: each revision from the store's log, which is read as fast as the caller takes the messages.
    func watchCatalog(_ message: ReceivedMessage, _ call: StreamingCall) async throws {
        let request = try read(WatchCatalogRequest.self, message)
        let store = try await catalog.store
        let current = try await store.summary()
        guard request.revision <= current.revision else {
            throw MessageError.invalid(
                "revision",
                "revision \(request.revision.rawValue) is still to come; the newest is \(current.revision.rawValue)")
        }
        call.setMetadata(try labels.metadata(revision: current.revision.rawValue, outcome: .miss, stripe: 0))
        let filter = RevisionFilter(request.systems)
        var known = request.revision
        if known.rawValue == 0 {
            known = current.revision
            try await call.send(
                .framing(CatalogRevision(revision: known, committedAt: current.committedAt ?? 0)))
        } else {
            _ = try await revisions(after: known, in: store)
            call.sendMetadata()
        }
        repeat {
            while let revisions = try await revisions(after: known, in: store) {
                for revision in revisions {
                    try await call.send(.framing(filter.applied(to: revision)))
                    known = revision.revision
                }
            }
        } while await catalog.bell.newest(after: known) != nil
        try Task.checkCancellation()
        throw RPCError(
            .unavailable, "the server is shutting down", details: StatusDetails(reason: "SHUTTING_DOWN"))
    }

    /// The next revisions; nil when there are none.
    private func revisions(
        after known: Revision, in store: any CodeStore
    ) async throws -> [CatalogRevision]? {
        guard let revisions = try await store.history(after: known, limit: Self.revisionsReadMax) else {
            throw RPCError(
                .outOfRange,
                "it is no longer known what changed since revision \(known.rawValue); read the catalog anew and watch "
                    + "from its revision",
                details: StatusDetails(reason: "REVISION_TOO_OLD", metadata: ["revision": "\(known.rawValue)"]))
        }
        return revisions.isEmpty ? nil : revisions
    }

    /// How many revisions a watch reads at once.
    private static let revisionsReadMax = 100
}

/// The part of a revision that a watcher wants to hear of.
private struct RevisionFilter {
    private let systems: Set<CodeSystem>

    /// - Parameter systems: The systems; none for all.
    init(_ systems: [CodeSystem]) { self.systems = Set(systems) }

    func applied(to revision: CatalogRevision) -> CatalogRevision {
        guard !systems.isEmpty else { return revision }
        return CatalogRevision(
            revision: revision.revision, committedAt: revision.committedAt,
            changes: revision.changes.filter { systems.contains($0.key.system) },
            changedSystems: revision.changedSystems.filter(systems.contains),
            renewedSystems: revision.renewedSystems.filter(systems.contains))
    }
}
