internal import CatalogCache
internal import CatalogMessages
internal import RPCCore

extension CodeCatalogService {
    /// Answers GetCatalog.
    func getCatalog(_ bytes: UnsafeRawBufferPointer, _ call: any ServerCall) throws(RPCError) -> UnaryAnswer {
        _ = try read(GetCatalogRequest.self, bytes)
        if let held = catalog.cache.find(.catalog) { return .reply(try reply(with: held, stripe: 0)) }
        return answerLater(call) { [self] in try reply(with: await catalog.summary(), stripe: 0) }
    }
}
