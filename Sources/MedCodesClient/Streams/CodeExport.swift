public import CatalogMessages
internal import CatalogModel
internal import RPCCore

/// All codes that match, in the order of system, code and first day, as ``MedCodesClient/export(_:)`` gives them.
///
/// Memory stays small whatever their number: the server sends more when the codes that have come are taken. A stream that
/// is cut goes on by itself where it was, in the same revision of the catalog; when that is gone, it ends with
/// `CATALOG_CHANGED`.
public struct CodeExport: AsyncSequence, Sendable {
    /// A code and the token to go on behind it with.
    public typealias Element = StreamCodesResponse
    /// What an export fails with.
    public typealias Failure = MedCodesError

    /// Reads the codes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let client: MedCodesClient
        fileprivate var request: StreamCodesRequest
        private var stream: ReplyStream<StreamCodesResponse>?
        private var delay = ReconnectDelay()

        /// How often a stream is begun anew without a code coming.
        private static var attemptCountMax: Int { 10 }

        fileprivate init(client: MedCodesClient, request: StreamCodesRequest) {
            self.client = client
            self.request = request
        }

        /// The next code; nil after the last.
        public mutating func next() async throws(MedCodesError) -> StreamCodesResponse? {
            try await next(isolation: nil)
        }

        /// The same, for tasks of any actor.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(MedCodesError) -> StreamCodesResponse? {
            while true {
                do throws(MedCodesError) {
                    let stream = try await open(isolation: actor)
                    guard let code = try await stream.next() else { return nil }
                    request.resumeToken = code.resumeToken
                    delay.reset()
                    return code
                } catch {
                    stream = nil
                    // Before anything has come, the caller learns the cause at once.
                    let isCut = error.code == .unavailable || error.problem == .lost
                    guard isCut, !request.resumeToken.isEmpty, delay.attemptCount < Self.attemptCountMax else {
                        throw error
                    }
                    try await delay.wait(after: error, isolation: actor)
                }
            }
        }

        private mutating func open(
            isolation actor: isolated (any Actor)?
        ) async throws(MedCodesError) -> ReplyStream<StreamCodesResponse> {
            if let stream { return stream }
            let opened = try await ReplyStream<StreamCodesResponse>(
                client, .streamCodes, request)
            stream = opened
            return opened
        }
    }

    let client: MedCodesClient
    let request: StreamCodesRequest

    /// Begins a stream of its own.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, request: request) }
}

extension MedCodesClient {
    /// All codes that match a request. Nothing is asked before the first code is.
    ///
    /// ```swift
    /// for try await exported in client.export(StreamCodesRequest(systems: [.icd10PCS])) { print(exported.code.key) }
    /// ```
    public func export(_ request: StreamCodesRequest = StreamCodesRequest()) -> CodeExport {
        CodeExport(client: self, request: request)
    }
}
