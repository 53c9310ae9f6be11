internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `TestSubsumptionResponse`.
extension SubsumptionOutcome: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__TestSubsumptionResponse) throws(MessageError) {
        guard let outcome = Self.allCases.first(where: { $0.wireValue == message.outcome }) else {
            throw .invalid("outcome", "this version does not know the outcome; update the client")
        }
        self = outcome
    }

    func fill(_ message: inout Medcodes__V1__TestSubsumptionResponse, in arena: MessageArena) {
        message.outcome = wireValue
    }

    private var wireValue: Medcodes__V1__SubsumptionOutcome {
        switch self {
        case .equivalent: MEDCODES__V1__SUBSUMPTION_OUTCOME__SUBSUMPTION_OUTCOME_EQUIVALENT
        case .subsumes: MEDCODES__V1__SUBSUMPTION_OUTCOME__SUBSUMPTION_OUTCOME_SUBSUMES
        case .subsumedBy: MEDCODES__V1__SUBSUMPTION_OUTCOME__SUBSUMPTION_OUTCOME_SUBSUMED_BY
        case .notSubsumed: MEDCODES__V1__SUBSUMPTION_OUTCOME__SUBSUMPTION_OUTCOME_NOT_SUBSUMED
        }
    }
}
