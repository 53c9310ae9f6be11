internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for completions of what is being typed.
public struct SuggestCodesRequest: Hashable, Sendable {
    /// How many completions an answer has when the request does not say.
    public static let limitDefault = 10
    /// How many completions an answer has at most.
    public static let limitMax = 50

    /// What was typed so far; the last word may be unfinished.
    public var prefix: String
    /// Only these systems; empty for all.
    public var systems: [CodeSystem]
    /// The day codes must be valid on; nil for today (UTC).
    public var asOf: CalendarDate?
    /// How many completions there are to be; 0 for ``limitDefault``. More than ``limitMax`` is as good as that.
    public var limit: Int

    /// A request.
    public init(prefix: String, systems: [CodeSystem] = [], asOf: CalendarDate? = nil, limit: Int = 0) {
        self.prefix = prefix
        self.systems = systems
        self.asOf = asOf
        self.limit = limit
    }

    /// The most completions the answer is to have, at least 1.
    public var hitCountMax: Int { limit <= 0 ? Self.limitDefault : min(limit, Self.limitMax) }
}

extension SuggestCodesRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__SuggestCodesRequest) throws(MessageError) {
        guard message.limit >= 0 else { throw .invalid("limit", "a limit is 0 (for the default) or more") }
        self.init(
            prefix: try SearchCodesRequest.query(message.prefix, "prefix"),
            systems: try [CodeSystem](
                numbers: message.systems, count: message.n_systems, uris: message.system_uris,
                uriCount: message.n_system_uris),
            asOf: try readOptional(message.as_of, "as_of"), limit: Int(message.limit))
    }

    func fill(_ message: inout Medcodes__V1__SuggestCodesRequest, in arena: MessageArena) {
        message.prefix = arena.copy(prefix)
        (message.systems, message.n_systems) = systems.numbered(in: arena)
        (message.system_uris, message.n_system_uris) = systems.unnumbered(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.limit = Int32(clamping: limit)
    }
}
