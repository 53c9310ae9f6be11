internal import CatalogCache
internal import CatalogMessages
internal import CatalogModel
internal import CatalogStore
internal import RPCCore

/// Ready replies by the canonical form of the request they answer.
typealias ReplyCache = ReadThroughCache<CanonicalRequest, CachedAnswer>

extension ReplyCache {
    /// An empty cache whose answers may weigh so much, in bytes.
    convenience init(byteCountMax: Int) {
        var configuration = Configuration()
        configuration.byteCountMax = byteCountMax
        self.init(configuration: configuration)
    }
}

/// A call whose answer no cache held when it came.
struct UncachedCall {
    let call: any ServerCall
    /// What a cache knows the request by; nil when no cache takes its answer.
    let canonical: CanonicalRequest?
    /// The day for a request that names none.
    let today: CalendarDate
}

extension CodeCatalogService {
    /// A method that answers on the loop from a cache, or asks its handler.
    func cached<Request: CatalogMessage & Sendable>(
        _ method: CanonicalRequest.Method, in cache: ReplyCache,
        _ handler: @escaping @Sendable (Request, UncachedCall) throws(RPCError) -> UnaryAnswer
    ) -> RPCMethod {
        RPCMethod(service: Self.name, name: method.name) { [self] bytes, call throws(RPCError) in
            // The other methods with a canonical form begin with a key.
            if ![.searchCodes, .suggestCodes].contains(method) {
                call.subject = CodeSystem.number(ofFirstKeyIn: bytes)
            }
            let today = today()
            let canonical = CanonicalRequest(method, bytes, today: today)
            if let canonical, let answer = cache.find(canonical) {
                return .reply(try reply(with: answer.value, outcome: answer.outcome, revision: answer.revision))
            }
            let call = UncachedCall(call: call, canonical: canonical, today: today)
            return try handler(try read(Request.self, bytes), call)
        }
    }

    /// The reply to a request through a cache; past it when the request has no canonical form.
    ///
    /// - Parameter load: Finds the answer: a message of one revision, or the code that is not there. The call then ends
    ///   with NOT_FOUND.
    func reply<Reply: CatalogMessage & Sendable>(
        to request: CanonicalRequest?, in cache: ReplyCache,
        _ load: @escaping @Sendable () async throws -> (answer: Result<Reply, AbsentError>, revision: Revision)
    ) async throws -> UnaryReply {
        let load = { @Sendable in
            let (answer, revision) = try await load()
            return CachedAnswer(answer).loaded(at: revision, for: request)
        }
        guard let request else {
            let loaded = try await load()
            return try reply(with: loaded.value, outcome: .miss, revision: loaded.revision)
        }
        let answer = try await cache.answer(for: request, load: load)
        return try reply(with: answer.value, outcome: answer.outcome, revision: answer.revision)
    }

    /// Answers a call later from one read of the store, through the cache of lists.
    func answerLater<Reply: CatalogMessage & Sendable>(
        _ call: UncachedCall,
        _ answer: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Result<Reply, AbsentError>
    ) -> UnaryAnswer {
        let canonical = call.canonical
        return answerLater(call.call) { [self] in
            try await reply(to: canonical, in: catalog.lists) { [catalog] in
                try await catalog.store.read { reader throws(CatalogError) in (try answer(reader), reader.revision) }
            }
        }
    }

    /// The same about one code.
    ///
    /// - Parameter answer: Makes the reply out of the full view of the code on the day and of what else the reader says.
    ///   It is not asked where there is no such code.
    func answerLater<Reply: CatalogMessage & Sendable>(
        _ call: UncachedCall, about key: CodeKey, on day: CalendarDate,
        _ answer: @escaping @Sendable (Code, any CodeStoreReader) throws(CatalogError) -> Reply
    ) -> UnaryAnswer {
        answerLater(call) { reader throws(CatalogError) in
            switch try reader.answer(for: key, asOf: day, view: .full) {
            case .found(let code): .success(try answer(code, reader))
            case .absent(let absence): .failure(AbsentError(absence: absence))
            }
        }
    }
}

extension CachedAnswer {
    /// A message, or why there is none.
    fileprivate init(_ answer: Result<some CatalogMessage, AbsentError>) {
        switch answer {
        case .success(let reply): self = .reply(.framing(reply))
        case .failure(let error): self = .absent(AbsentCode(error.absence))
        }
    }

    /// The answer as a cache takes it; what it weighs includes the request's bytes.
    fileprivate func loaded(at revision: Revision, for request: CanonicalRequest?) -> ReplyCache.Loaded {
        let isAbsence = if case .absent = self { true } else { false }
        return ReplyCache.Loaded(
            value: self, revision: revision.rawValue,
            byteCount: byteCount + (request.map { $0.bytes.count + Self.objectByteCount } ?? 0), isAbsence: isAbsence)
    }
}
