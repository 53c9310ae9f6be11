internal import CatalogMessages
public import CatalogModel
internal import RPCCore

/// The revisions of the catalog and what each changed, as ``MedCodesClient/watch(after:systems:)`` gives them: each once and
/// in order, also across lost connections and restarts of the server. Ends with an error only.
public struct CatalogWatch: AsyncSequence, Sendable {
    /// A revision.
    public typealias Element = CatalogRevision
    /// What a watch fails with.
    public typealias Failure = MedCodesError

    /// Reads the revisions.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let client: MedCodesClient
        private var request: WatchCatalogRequest
        private var stream: ReplyStream<CatalogRevision>?
        private var delay = ReconnectDelay()
        /// The revision told last; nil before the first, when there is no server to come back to.
        private var last: Revision?

        fileprivate init(client: MedCodesClient, request: WatchCatalogRequest) {
            self.client = client
            self.request = request
        }

        /// The next revision, once there is one.
        public mutating func next() async throws(MedCodesError) -> CatalogRevision? { try await next(isolation: nil) }

        /// The same, for tasks of any actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(MedCodesError)
            -> CatalogRevision?
        {
            while true {
                do throws(MedCodesError) {
                    let stream = try await open(isolation: actor)
                    guard let revision = try await stream.next() else {
                        throw MedCodesError(.unavailable, "the server has ended the watch")
                    }
                    delay.reset()
                    // A watch of an empty catalog that was cut begins with the current revision again.
                    if let last, revision.revision <= last { continue }
                    last = revision.revision
                    request.revision = revision.revision
                    return revision
                } catch {
                    stream = nil
                    guard error.isRetryable, last != nil else { throw error }
                    try await delay.wait(after: error, isolation: actor)
                }
            }
        }

        private mutating func open(
            isolation actor: isolated (any Actor)?
        ) async throws(MedCodesError) -> ReplyStream<CatalogRevision> {
            if let stream { return stream }
            let opened = try await ReplyStream<CatalogRevision>(
                client, .watchCatalog, request)
            stream = opened
            return opened
        }
    }

    let client: MedCodesClient
    let request: WatchCatalogRequest

    /// Begins a watch of its own.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, request: request) }
}

extension MedCodesClient {
    /// The revisions behind a known one, and then each new one as it is committed.
    ///
    /// - Parameters:
    ///   - revision: The last revision known; nil to begin with the current one, which is told first and without changes.
    ///     One that is too old to tell what changed since is OUT_OF_RANGE with reason `REVISION_TOO_OLD`.
    ///   - systems: The systems whose changes are wanted; empty for all. Revisions that change others come without them.
    public func watch(after revision: Revision? = nil, systems: [CodeSystem] = []) -> CatalogWatch {
        CatalogWatch(
            client: self,
            request: WatchCatalogRequest(revision: revision ?? Revision(rawValue: 0), systems: systems))
    }
}
