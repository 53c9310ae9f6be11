internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

/// The message is `CodeResult`.
extension CodeAnswer: CatalogMessage, RootMapping {
    init(_ message: Medcodes__V1__CodeResult) throws(MessageError) {
        switch message.outcome_case {
        case MEDCODES__V1__CODE_RESULT__OUTCOME_CODE:
            guard let code: Code = try readOptional(message.code, "code") else { throw Self.empty }
            self = .found(code)
        case MEDCODES__V1__CODE_RESULT__OUTCOME_ABSENCE:
            guard let absence = message.absence else { throw Self.empty }
            let key = try CodeKey.required(message.key)
            do {
                self = .absent(try CodeAbsence(absence.pointee, of: key))
            } catch {
                throw error.inside("absence")
            }
        default:
            throw Self.empty
        }
    }

    func fill(_ message: inout Medcodes__V1__CodeResult, in arena: MessageArena) {
        switch self {
        case .found(let code):
            message.key = code.key.made(in: arena)
            message.outcome_case = MEDCODES__V1__CODE_RESULT__OUTCOME_CODE
            message.code = code.made(in: arena)
        case .absent(let absence):
            message.key = absence.key.made(in: arena)
            message.outcome_case = MEDCODES__V1__CODE_RESULT__OUTCOME_ABSENCE
            message.absence = arena.make { absence.fill(&$0, in: arena) }
        }
    }

    private static var empty: MessageError { .invalid("", "the result holds neither a code nor an absence") }
}

extension CodeAbsence {
    fileprivate init(_ message: Medcodes__V1__CodeAbsence, of key: CodeKey) throws(MessageError) {
        guard let reason = AbsenceReason(message.reason) else {
            throw .invalid("reason", "this version does not know the reason; update the client")
        }
        self.init(
            key: key, reason: reason, effective: try readOptional(message.effective, "effective"),
            terminated: try readOptional(message.terminated, "terminated"),
            successors: try readList(message.successors, count: message.n_successors, "successors"))
    }

    fileprivate func fill(_ wire: inout Medcodes__V1__CodeAbsence, in arena: MessageArena) {
        wire.reason = reason.wireValue
        wire.message = arena.copy(message)
        wire.effective = effective?.made(in: arena)
        wire.terminated = terminated?.made(in: arena)
        wire.n_successors = successors.count
        wire.successors = arena.list(successors)
    }
}
