public import CatalogCache
internal import CatalogMessages
public import CatalogModel
public import CatalogSearch
public import CatalogStore
public import RPCCore
internal import WireMessages

/// `medcodes.v1.CodeCatalogService`: whatever is asked of the catalog and of its search index.
///
/// A question the cache can answer is answered on the loop that read it, from a frame that is sent as it is. Everything
/// else is detached and answered from a task.
public final class CodeCatalogService: RPCService {
    /// The service's full name.
    public static let name = "medcodes.v1.CodeCatalogService"
    /// What health checks call searching, which is ready later than the rest: when the index has been built.
    public static let searchName = "medcodes.v1.CodeCatalogService.SearchCodes"

    let catalog: CachedCatalog
    let labels = RevisionLabels()
    /// Each export holds a snapshot, which is a connection to the store.
    let exports = CallLimit(16)
    let today: @Sendable () -> CalendarDate
    let search: SearchableCatalog

    /// A service over a store that may still be opening: calls wait for it within their deadlines.
    ///
    /// - Parameters:
    ///   - store: Opens the store.
    ///   - cacheByteCountMax: What all cached answers may weigh, in bytes.
    ///   - lexicon: What words mean to SearchCodes and SuggestCodes; called from a task.
    ///   - today: The day that requests without as-of date ask for; called for each of them, on the loop.
    ///   - indexing: Told when the search index is ready, or cannot be built; called from a task.
    public init(
        opening store: Task<any CodeStore, any Error>, cacheByteCountMax: Int = 64 << 20,
        lexicon: @escaping @Sendable () throws(CatalogError) -> Lexicon = { () throws(CatalogError) in Lexicon() },
        today: @escaping @Sendable () -> CalendarDate = UTCDay.today,
        indexing: @escaping @Sendable (SearchIndexEvent) -> Void = { _ in }
    ) {
        let catalog = CachedCatalog(opening: store, cacheByteCountMax: cacheByteCountMax)
        self.catalog = catalog
        self.today = today
        search = SearchableCatalog(
            opening: { try await catalog.store }, lexicon: lexicon, today: today, report: indexing)
    }

    /// The methods offered.
    public var methods: [RPCMethod] {
        [
            method("GetCode", getCode),
            method("BatchGetCodes", batchGetCodes),
            method("ValidateCodes", validateCodes),
            method("ListPolicies", listPolicies),
            method("ListSimilarCodes", listSimilarCodes),
            method("ListChildCodes", listChildCodes),
            method("TestSubsumption", testSubsumption),
            method("TranslateCode", translateCode),
            method("SearchCodes", searchCodes),
            method("SuggestCodes", suggestCodes),
            method("GetCatalog", getCatalog),
            RPCMethod(service: Self.name, name: "LookupCodes", bidirectional: failing(lookUpCodes)),
            RPCMethod(service: Self.name, name: "StreamCodes", serverStreaming: failing(streamCodes)),
            RPCMethod(service: Self.name, name: "WatchCatalog", serverStreaming: failing(watchCatalog)),
        ]
    }

    /// The server is about to end: watches end with UNAVAILABLE, so that clients go on with another server. Calls that end
    /// by themselves go on.
    public func drain() {
        catalog.bell.drain()
        search.end()
    }

    /// What the cache holds and what happened since the start.
    public var cacheStatistics: CacheStatistics { catalog.cache.statistics }

    private func method(_ name: String, _ handler: @escaping UnaryHandler) -> RPCMethod {
        RPCMethod(service: Self.name, name: name, handler: handler)
    }
}

/// A code that is not there, as a value that a read of the store may end with.
struct AbsentError: Error {
    var absence: CodeAbsence
}

// MARK: What handlers share

extension CodeCatalogService {
    /// Answers a call later, from a task.
    func answerLater(
        _ call: any ServerCall, _ work: @escaping @Sendable () async throws -> UnaryReply
    ) -> UnaryAnswer {
        let pending = call.detach()
        Task {
            do {
                pending.succeed(try await work())
            } catch {
                pending.fail(RPCError(loading: error))
            }
        }
        return .detached
    }

    /// Answers a call about one code later, from one read of the store, past the cache.
    ///
    /// - Parameter answer: Makes the reply out of the code as it stands on the day and of what else the reader says. It is
    ///   not asked where there is no such code: the call then ends with NOT_FOUND.
    func answerLater<Reply: CatalogMessage & Sendable>(
        _ call: any ServerCall, about key: CodeKey, on day: CalendarDate, view: CodeView = .basic,
        _ answer: @escaping @Sendable (Code, any CodeStoreReader) throws(CatalogError) -> Reply
    ) -> UnaryAnswer {
        answerLater(call) { reader throws(CatalogError) in
            switch try reader.answer(for: key, asOf: day, view: view) {
            case .found(let code): .success(try answer(code, reader))
            case .absent(let absence): .failure(AbsentError(absence: absence))
            }
        }
    }

    /// Answers a call later from one read of the store, past the cache.
    ///
    /// - Parameter answer: Makes the reply out of what the reader says, or names the code that is not there: the call then
    ///   ends with NOT_FOUND.
    func answerLater<Reply: CatalogMessage & Sendable>(
        _ call: any ServerCall,
        _ answer: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Result<Reply, AbsentError>
    ) -> UnaryAnswer {
        answerLater(call) { [self] in
            let (reply, revision) = try await catalog.store.read { reader throws(CatalogError) in
                (try answer(reader), reader.revision.rawValue)
            }
            switch reply {
            case .success(let reply):
                return UnaryReply(
                    .framing(reply), metadata: try labels.metadata(revision: revision, outcome: .miss, stripe: 0))
            case .failure(let error):
                throw RPCError(error.absence).adding(try RevisionLabels.metadata(revision: revision, outcome: .miss))
            }
        }
    }

    /// A handler of streams whose errors are those of the contract.
    private func failing(_ handler: @escaping StreamHandler) -> StreamHandler {
        { call in try await Self.translating { try await handler(call) } }
    }

    /// The same for streams with one request.
    private func failing(
        _ handler: @escaping @Sendable (ReceivedMessage, StreamingCall) async throws -> Void
    ) -> @Sendable (ReceivedMessage, StreamingCall) async throws -> Void {
        { request, call in try await Self.translating { try await handler(request, call) } }
    }

    private static func translating(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw RPCError(loading: error)
        }
    }

    /// The reply to a question that has one answer.
    func reply(with answer: CachedCatalog.Cache.Answer, stripe: UInt64) throws(RPCError) -> UnaryReply {
        switch answer.value {
        case .reply(let frame):
            return UnaryReply(
                frame,
                metadata: try labels.metadata(revision: answer.revision, outcome: answer.outcome, stripe: stripe))
        case .absent(let absent):
            throw absent.error.adding(
                try RevisionLabels.metadata(revision: answer.revision, outcome: answer.outcome))
        }
    }

    /// Reads the one request of a stream.
    func read<Request: CatalogMessage>(_ type: Request.Type, _ message: ReceivedMessage) throws(RPCError) -> Request {
        try message.withBytes { bytes throws(RPCError) in try read(type, bytes) }
    }

    /// Reads a request the whole way.
    func read<Request: CatalogMessage>(
        _ type: Request.Type, _ bytes: UnsafeRawBufferPointer
    ) throws(RPCError) -> Request {
        do {
            return try Request(message: bytes)
        } catch {
            throw RPCError(error)
        }
    }
}
