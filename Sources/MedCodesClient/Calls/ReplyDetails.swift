internal import RPCCore

/// What came with an answer.
public struct ReplyDetails: Hashable, Sendable {
    /// The method that was called, such as `GetCode`.
    public let method: String
    /// The revision of the catalog that the answer is from; nil when the server does not say.
    public let revision: Revision?
    /// How a cache took part: the server's with `hit`, `miss`, `joined`, `stale` or `negative`, or the client's with
    /// `near`; nil when the server does not say.
    public let cacheOutcome: String?
    /// The server's name for the request, else the ``CallOptions/requestID`` that was sent; nil without either.
    public let requestID: String?

    private let metadata: Metadata

    init(method: String, _ metadata: Metadata, options: CallOptions) {
        self.method = method
        revision = metadata.revision
        cacheOutcome = metadata.text(for: Metadata.cacheKey)
        requestID = metadata.text(for: Metadata.requestIDKey) ?? options.requestID
        self.metadata = metadata
    }

    /// Of an answer from the near cache.
    init(method: String, nearCacheAt revision: Revision, options: CallOptions) {
        self.method = method
        self.revision = revision
        cacheOutcome = MedCodesError.nearCacheOutcome
        requestID = options.requestID
        metadata = Metadata()
    }

    /// The first text that the server sent for a metadata key, given in lower case; nil when there is none.
    public subscript(metadata key: String) -> String? { metadata.text(for: key) }
}

extension Metadata {
    static let cacheKey = "medcodes-cache"
    static let requestIDKey = "x-request-id"
    /// What ``cacheKey`` says of an answer that the server gave in need: its store cannot be read, and it may be outdated.
    static let staleOutcome = "stale"

    /// The revision that an answer is from.
    var revision: Revision? { text(for: "medcodes-revision").flatMap { Int64($0) }.map(Revision.init) }

    /// The same, if the answer may be held for later.
    var heldRevision: Revision? { text(for: Self.cacheKey) == Self.staleOutcome ? nil : revision }
}
