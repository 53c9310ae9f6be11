internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// One lookup of a stream of lookups.
public struct LookupCodesRequest: Hashable, Sendable {
    /// The caller's own number, which comes back with the answer.
    public var index: Int64
    /// The code.
    public var key: CodeKey
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// How much to send; the message's default is ``CodeView/basic``.
    public var view: CodeView

    /// A lookup.
    public init(index: Int64, key: CodeKey, asOf: CalendarDate? = nil, view: CodeView = .basic) {
        self.index = index
        self.key = key
        self.asOf = asOf
        self.view = view
    }
}

extension LookupCodesRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__LookupCodesRequest) throws(MessageError) {
        self.init(
            index: message.index, key: try .required(message.key), asOf: try readOptional(message.as_of, "as_of"),
            view: try CodeView(message.view, default: .basic))
    }

    func fill(_ message: inout Medcodes__V1__LookupCodesRequest, in arena: MessageArena) {
        message.index = index
        message.key = key.asked(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.view = view.wireValue
    }
}
