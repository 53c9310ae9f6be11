internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

extension CodeCatalogService {
    /// Answers ListSimilarCodes: all of the list whose beginning GetCode shows.
    func listSimilarCodes(_ request: ListSimilarCodesRequest, _ call: UncachedCall) throws(RPCError) -> UnaryAnswer {
        let query = try PageQuery<SimilarPlace>(request, today: call.today)
        return answerLater(call, about: request.key, on: query.day) { code, reader throws(CatalogError) in
            let similar = try SimilarCodes(on: query.day, from: reader).list(of: code, for: request.reasons)
            return ListSimilarCodesResponse(page: query.page(of: similar, by: SimilarPlace.init))
        }
    }
}

/// Similar codes stand best first, ties by code.
private struct SimilarPlace: PagePlace {
    let score: Double
    let key: CodeKey

    init(_ code: SimilarCode) {
        score = code.score
        key = code.key
    }

    init?(fields: [String]) {
        guard fields.count == 3, let score = Double(fields[0]), let system = CodeSystem(name: fields[1]) else {
            return nil
        }
        self.score = score
        key = CodeKey(system: system, canonical: fields[2])
    }

    var fields: [String] { [String(score), key.system.name, key.code] }

    static func < (a: SimilarPlace, b: SimilarPlace) -> Bool { (b.score, a.key) < (a.score, b.key) }
}
