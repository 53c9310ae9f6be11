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

    /// What the subjects of its calls are called: the code system that a call's first key names, by its number in the
    /// contract.
    public static let subjectNames = [""] + CodeSystem.known.map(\.name)

    let catalog: CachedCatalog
    let labels = RevisionLabels()
    /// Each export holds a snapshot, which is a connection to the store.
    let exports = CallLimit(16)
    /// How long an export may wait for its reader.
    let exportStallTimeMax: Duration
    let today: @Sendable () -> CalendarDate
    let search: SearchableCatalog

    /// One part in so many of the cache is for lists, and one for searches, so that neither drives out codes.
    static let listShare = 8
    private static let searchShare = 4

    /// A service over a store that may still be opening: calls wait for it within their deadlines.
    ///
    /// - Parameters:
    ///   - store: Opens the store.
    ///   - cacheByteCountMax: What all cached answers may weigh, in bytes.
    ///   - isSearchable: Whether SearchCodes and SuggestCodes answer; otherwise no index is built.
    ///   - lexicon: What words mean to SearchCodes and SuggestCodes; called from a task.
    ///   - today: The day that requests without as-of date ask for; called for each of them, on the loop.
    ///   - exportStallTimeMax: How long an export may wait for its reader to take more; it holds a snapshot meanwhile.
    ///   - indexing: Told when the search index is ready, or cannot be built; called from a task.
    public init(
        opening store: Task<any CodeStore, any Error>, cacheByteCountMax: Int = 64 << 20, isSearchable: Bool = true,
        lexicon: @escaping @Sendable () throws(CatalogError) -> Lexicon = { () throws(CatalogError) in Lexicon() },
        today: @escaping @Sendable () -> CalendarDate = UTCDay.today, exportStallTimeMax: Duration = .seconds(300),
        indexing: @escaping @Sendable (SearchIndexEvent) -> Void = { _ in }
    ) {
        let listByteCountMax = cacheByteCountMax / Self.listShare
        let searchByteCountMax = cacheByteCountMax / Self.searchShare
        let catalog = CachedCatalog(
            opening: store, codeByteCountMax: cacheByteCountMax - listByteCountMax - searchByteCountMax,
            listByteCountMax: listByteCountMax)
        self.catalog = catalog
        self.today = today
        self.exportStallTimeMax = exportStallTimeMax
        search = SearchableCatalog(
            opening: { try await catalog.store }, cacheByteCountMax: searchByteCountMax, isOn: isSearchable,
            lexicon: lexicon, today: today, report: indexing)
    }

    /// The methods offered.
    public var methods: [RPCMethod] {
        [
            method("GetCode", getCode),
            method("BatchGetCodes", batchGetCodes),
            method("ValidateCodes", validateCodes),
            cached(.listPolicies, in: catalog.lists, listPolicies),
            cached(.listSimilarCodes, in: catalog.lists, listSimilarCodes),
            cached(.listChildCodes, in: catalog.lists, listChildCodes),
            cached(.testSubsumption, in: catalog.lists, testSubsumption),
            cached(.translateCode, in: catalog.lists, translateCode),
            cached(.searchCodes, in: search.answers, searchCodes),
            cached(.suggestCodes, in: search.answers, suggestCodes),
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

    /// What the caches hold and what happened since the start.
    public var cacheStatistics: [CachedKind: CacheStatistics] {
        [
            .codes: catalog.cache.statistics, .lists: catalog.lists.statistics,
            .searches: search.answers.statistics,
        ]
    }

    private func method(_ name: String, _ handler: @escaping UnaryHandler) -> RPCMethod {
        RPCMethod(service: Self.name, name: name, handler: handler)
    }
}

/// What cached answers are about; each kind has a share of the cache of its own.
public enum CachedKind: String, Sendable, CaseIterable {
    /// GetCode, BatchGetCodes, LookupCodes and GetCatalog.
    case codes
    /// ListSimilarCodes, ListPolicies, ListChildCodes, TestSubsumption and TranslateCode.
    case lists
    /// SearchCodes and SuggestCodes.
    case searches
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
    ///
    /// - Parameter stripe: Any number; callers that pass different ones rarely wait for each other.
    func reply(
        with answer: CachedAnswer, outcome: CacheOutcome, revision: Int64, stripe: UInt64 = 0
    ) throws(RPCError) -> UnaryReply {
        switch answer {
        case .reply(let frame):
            return UnaryReply(
                frame, metadata: try labels.metadata(revision: revision, outcome: outcome, stripe: stripe))
        case .absent(let absent):
            throw absent.error.adding(try RevisionLabels.metadata(revision: revision, outcome: outcome))
        }
    }

    /// The same, as the cache gave it.
    func reply(with answer: CachedCatalog.Cache.Answer, stripe: UInt64) throws(RPCError) -> UnaryReply {
        try reply(with: answer.value, outcome: answer.outcome, revision: answer.revision, stripe: stripe)
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
