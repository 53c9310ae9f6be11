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
/// Searches never wait for an index; until there is a first one they are refused.
final class SearchableCatalog: Sendable {
    /// One index and what was found in it.
    struct Indexed: Sendable {
        let index: SearchIndex
        let revision: Revision
        let searchers = SearcherPool<Searcher>()
        let suggesters = SearcherPool<Suggester>()
    }

    private let current = Mutex<Indexed?>(nil)
    private let following = Mutex<Task<Void, Never>?>(nil)

    /// How long to wait for more revisions before the index is built anew, and before a failed build is tried again.
    private static let settlingTime = Duration.milliseconds(100)
    private static let retryTime = Duration.seconds(5)

    init(
        opening store: @escaping @Sendable () async throws -> any CodeStore,
        lexicon: @escaping @Sendable () throws(CatalogError) -> Lexicon,
        today: @escaping @Sendable () -> CalendarDate, report: @escaping @Sendable (SearchIndexEvent) -> Void
    ) {
        let task = Task(priority: .utility) { [weak self] in
            guard let store = try? await store() else { return }
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

    /// Ends following the store.
    func end() { following.withLock { $0 }?.cancel() }

    /// The index of the moment.
    ///
    /// - Throws: UNAVAILABLE, reason INDEX_NOT_READY, while there is none.
    func indexed() throws(RPCError) -> Indexed {
        guard let indexed = current.withLock({ $0 }) else {
            throw RPCError(
                .unavailable, "the search index is being built; try again",
                details: StatusDetails(reason: "INDEX_NOT_READY", attachment: .retry(after: .seconds(1))))
        }
        return indexed
    }

    /// The revision of the index; 0 while there is none.
    private var revision: Revision { current.withLock { $0?.revision } ?? Revision(rawValue: 0) }

    private func build(
        of store: any CodeStore, _ lexicon: @Sendable () throws(CatalogError) -> Lexicon,
        _ today: @Sendable () -> CalendarDate,
        _ report: @Sendable (SearchIndexEvent) -> Void
    ) async {
        while !Task.isCancelled {
            do {
                let built = try await SearchIndexReader.index(of: store, lexicon: lexicon(), on: today())
                current.withLock { $0 = Indexed(index: built.index, revision: built.revision) }
                return report(.ready(documentCount: built.index.documentCount))
            } catch {
                report(.failed(error))
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
