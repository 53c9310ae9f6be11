internal import CatalogMessages
internal import CatalogModel
internal import MedCodesClient
internal import RPCCore
internal import WireMessages

/// A request of a load test, as its method has it.
enum BenchRequest: Sendable {
    case get(GetCodeRequest)
    case batch(BatchGetCodesRequest)
    case validate(Encounter)
    case search(SearchCodesRequest)
    case suggest(SuggestCodesRequest)

    /// The request, ready to be sent.
    var frame: MessageFrame {
        switch self {
        case .get(let request): Self.framing(request)
        case .batch(let request): Self.framing(request)
        case .validate(let encounter): Self.framing(encounter)
        case .search(let request): Self.framing(request)
        case .suggest(let request): Self.framing(request)
        }
    }

    /// Whether this is a reply to it that says what a plain call of the client says.
    ///
    /// - Throws: The errors of the client; ``MessageError`` when the reply is none of this method's.
    func isAnswered(by reply: [UInt8], as client: some CatalogClient) async throws -> Bool {
        switch self {
        case .get(let request):
            return try Self.read(reply) == (try await client.code(request.key, asOf: request.asOf, view: request.view))
        case .batch(let request):
            let answers = try await client.codes(request.keys, asOf: request.asOf, view: request.view)
            return try Self.read(reply, as: BatchGetCodesResponse.self).answers == answers
        case .validate(let encounter): return try Self.read(reply) == (try await client.validate(encounter))
        case .search(let request): return try Self.read(reply) == (try await client.search(request))
        case .suggest(let request):
            let suggestions = try await client.suggestions(
                for: request.prefix, in: request.systems, asOf: request.asOf, limit: request.limit)
            return try Self.read(reply) == suggestions
        }
    }

    private static func framing(_ value: some CatalogMessage) -> MessageFrame {
        value.withMessage { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }

    private static func read<Reply: CatalogMessage>(_ bytes: [UInt8], as type: Reply.Type = Reply.self) throws -> Reply
    {
        try bytes.withUnsafeBytes { try Reply(message: $0) }
    }
}
