internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for many codes on one day.
public struct BatchGetCodesRequest: Hashable, Sendable {
    /// The most keys one request may have.
    public static let keyCountMax = 1_000

    /// The codes, at most ``keyCountMax``; a key may occur twice.
    public var keys: [CodeKey]
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// How much to send of each code; the message's default is ``CodeView/basic``.
    public var view: CodeView

    /// A request.
    public init(keys: [CodeKey], asOf: CalendarDate? = nil, view: CodeView = .basic) {
        self.keys = keys
        self.asOf = asOf
        self.view = view
    }
}

extension BatchGetCodesRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__BatchGetCodesRequest) throws(MessageError) {
        guard message.n_keys <= Self.keyCountMax else {
            throw .invalid("keys", "there are more than \(Self.keyCountMax); split the batch")
        }
        self.init(
            keys: try readList(message.keys, count: message.n_keys, "keys"),
            asOf: try readOptional(message.as_of, "as_of"), view: try CodeView(message.view, default: .basic))
    }

    func fill(_ message: inout Medcodes__V1__BatchGetCodesRequest, in arena: MessageArena) {
        message.n_keys = keys.count
        message.keys = arena.array(keys) { $0.asked(in: arena) }
        message.as_of = asOf?.made(in: arena)
        message.view = view.wireValue
    }
}
