internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import RPCCore

extension CodeCatalogService {
    /// Answers GetCode: the hot path of the whole service. A hit allocates nothing.
    func getCode(_ request: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        guard let question = CodeQuestion(getCodeRequest: request, today: today()) else {
            return try getCodeTheLongWay(request, call)
        }
        call.subject = question.systemNumber
        if let held = catalog.cache.find(.code(question)) {
            return .reply(try reply(with: held, stripe: question.subject))
        }
        return answerLater(call) { [self] in
            try reply(with: await catalog.answer(question), stripe: question.subject)
        }
    }

    /// Answers requests that the short way cannot read, and says what is wrong with those that cannot be right.
    private func getCodeTheLongWay(
        _ bytes: UnsafeRawBufferPointer, _ call: any ServerCall
    ) throws(RPCError) -> UnaryAnswer {
        let request = try read(GetCodeRequest.self, bytes)
        let day = request.asOf ?? today()
        return answerLater(call) { [self] in
            if let question = CodeQuestion(key: request.key, asOf: day, view: request.view) {
                return try reply(with: await catalog.answer(question), stripe: question.subject)
            }
            let (revision, answers) = try await catalog.lookUp([request.key], asOf: day, view: request.view)
            return try reply(
                with: CachedCatalog.Cache.Answer(value: answers[0], outcome: .miss, revision: revision), stripe: 0)
        }
    }
}
