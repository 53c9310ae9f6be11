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
            let (facts, revision) = try await store.read { reader throws(CatalogError) in
                (try EncounterFacts(encounter, today: today, from: reader), reader.revision)
            }
            let report = EncounterValidation(encounter: encounter, facts: facts).report
            return UnaryReply(
                .framing(report),
                metadata: try labels.metadata(revision: revision.rawValue, outcome: .miss, stripe: 0))
        }
    }
}
