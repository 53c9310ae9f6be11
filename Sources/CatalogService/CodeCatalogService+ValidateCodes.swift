internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

extension CodeCatalogService {
    /// Answers ValidateCodes from one read of the store. Encounters are all different, so nothing of them is cached.
    func validateCodes(_ bytes: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        let encounter = try read(Encounter.self, bytes)
        let today = today()
        return answerLater(call) { [self] in
            let store = try await catalog.store
            let modifiers = Set(try await store.summary().systems.filter { $0.modifierCount > 0 }.map(\.system))
            let (facts, revision) = try await store.read { reader throws(CatalogError) in
                let facts = try EncounterFacts(
                    encounter, today: today, systemsWithModifiers: modifiers, from: reader)
                return (facts, reader.revision)
            }
            let report = EncounterValidation(encounter: encounter, facts: facts).report
            return UnaryReply(
                .framing(report),
                metadata: try labels.metadata(revision: revision.rawValue, outcome: .miss, stripe: 0))
        }
    }
}
