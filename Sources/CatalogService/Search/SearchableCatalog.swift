internal import CatalogCache
internal import CatalogModel
internal import CatalogSearch
internal import CatalogStore
internal import RPCCore
internal import RPCServices
internal import Synchronization

/// What becomes of the search index, for whoever runs the server.
public enum SearchIndexEvent: Sendable {
    /// Searches are answered from now on, of a revision with so many documents.
    case ready(documentCount: Int)
    /// The index could not be built; it is tried again. Searches go on with the one before, if there was one.
    case failed(any Error)
}

/// The search index, in step with the store: built when the store is open, and beside the old one after each revision.
///
/// Searches wait for the first index, within their deadlines, and never for a newer one.
final class SearchableCatalog: Sendable {
    /// One index and what was found in it.
    struct Indexed: Sendable {
        let index: SearchIndex
        let revision: Revision
        let searchers = SearcherPool<Searcher>()
        let suggesters = SearcherPool<Suggester>()
    }

    /// What was found, by requests. Its revisions are those of the index: an answer holds until another index is in.
    let answers: ReplyCache
    let threads = SearchThreads()

    private struct State {
        var current: Indexed?
        /// Settled by the next try to build an index.
        var coming = Eventual<Indexed>()
    }

    private let state = Mutex(State())
    private let waiting = CallLimit(waiterCountMax)
    private let following = Mutex<Task<Void, Never>?>(nil)

    /// So many searches wait for the first index; more are told to come again.
    static let waiterCountMax = 1_000

    /// How long to wait for more revisions before the index is built anew, and before a failed build is tried again.
    private static let settlingTime = Duration.milliseconds(100)
    private static let retryTime = Duration.seconds(5)

    init(
        opening store: @escaping @Sendable () async throws -> any CodeStore, cacheByteCountMax: Int, isOn: Bool,
        lexicon: @escaping @Sendable () throws(CatalogError) -> Lexicon,
        today: @escaping @Sendable () -> CalendarDate, report: @escaping @Sendable (SearchIndexEvent) -> Void
    ) {
        answers = ReplyCache(byteCountMax: cacheByteCountMax)
        guard isOn else {
            state.withLock { $0.coming }.settle(.failure(Self.off))
            return
        }
        let task = Task(priority: .utility) { [weak self] in
            guard let store = try? await store() else {
                self?.refuseAll()
                return
            }
            let revisions = store.watchRevisions()
            await self?.build(of: store, lexicon, today, report)
            for await change in revisions {
                guard let built = self?.revision, built < change.revision else { continue }
                try? await Task.sleep(for: Self.settlingTime)
                await self?.build(of: store, lexicon, today, report)
            }
        }
        following.withLock { $0 = task }
    }

    deinit { following.withLock { $0 }?.cancel() }

    /// Ends following the store; nobody waits for an index any more.
    func end() {
        following.withLock { $0 }?.cancel()
        refuseAll()
    }

    /// The index of the moment; while there is none, the one being built, as long as the caller waits for it.
    ///
    /// - Throws: ``RPCError``: UNAVAILABLE, reason INDEX_NOT_READY, when too many wait, when it could not be built, and when
    ///   the server ends; CANCELLED when the caller waits no longer; UNIMPLEMENTED, reason SEARCH_OFF, where searching is
    ///   off.
    func indexed(for call: PendingReply) async throws -> Indexed {
        let (current, coming) = state.withLock { ($0.current, $0.coming) }
        if let current { return current }
        guard waiting.begin() else { throw Self.notReady }
        defer { waiting.end() }
        let task = Task { try await coming.value() }
        call.onCancel { task.cancel() }
        return try await task.value
    }

    private static let notReady = RPCError(
        .unavailable, "the search index is being built; try again",
        details: StatusDetails(reason: "INDEX_NOT_READY", attachment: .retry(after: .seconds(1))))

    private static let off = RPCError(
        .unimplemented, "this server was started without searching; search another one",
        details: StatusDetails(reason: "SEARCH_OFF"))

    /// The revision of the index; 0 while there is none.
    private var revision: Revision { state.withLock { $0.current?.revision } ?? Revision(rawValue: 0) }

    private func replace(by indexed: Indexed) {
        let coming = state.withLock { state in
            state.current = indexed
            return state.coming
        }
        // Only now: whoever is told of the revision by an answer gets it from all later ones.
        answers.advance(to: indexed.revision.rawValue, changed: nil)
        coming.settle(.success(indexed))
    }

    /// There will be no first index, if there was none so far.
    private func refuseAll() {
        state.withLock { $0.coming }.settle(.failure(Self.notReady))
    }

    /// Who waits for an index is told that it could not be built; who comes from now on waits for the next try.
    private func refuseWaiting() {
        let coming = state.withLock { state in
            defer { state.coming = Eventual() }
            return state.coming
        }
        coming.settle(.failure(Self.notReady))
    }

    private func build(
        of store: any CodeStore, _ lexicon: @Sendable () throws(CatalogError) -> Lexicon,
        _ today: @Sendable () -> CalendarDate,
        _ report: @Sendable (SearchIndexEvent) -> Void
    ) async {
        while !Task.isCancelled {
            do {
                let built = try await SearchIndexReader.index(of: store, lexicon: lexicon(), on: today())
                replace(by: Indexed(index: built.index, revision: built.revision))
                return report(.ready(documentCount: built.index.documentCount))
            } catch {
                report(.failed(error))
                refuseWaiting()
                try? await Task.sleep(for: Self.retryTime)
            }
        }
    }
}

/// The memory that searches of one index take, kept for the next.
final class SearcherPool<Searcher: Sendable>: Sendable {
    private let kept = Mutex<[Searcher]>([])

    /// So many are kept: as many as may search at a time on a machine of usual size.
    private static var countMax: Int { 16 }

    /// Searches with a searcher of the pool, or with a new one.
    func with<Answer>(
        _ make: () -> Searcher, _ body: (inout Searcher) throws(CatalogError) -> Answer
    ) throws(CatalogError) -> Answer {
        var searcher = kept.withLock { $0.popLast() } ?? make()
        let answer = try body(&searcher)
        let used = searcher
        kept.withLock { if $0.count < Self.countMax { $0.append(used) } }
        return answer
    }
}
