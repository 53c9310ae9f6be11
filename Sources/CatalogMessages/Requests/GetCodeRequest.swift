internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for one code on one day.
public struct GetCodeRequest: Hashable, Sendable {
    /// The code.
    public var key: CodeKey
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?
    /// How much to send; the message's default is ``CodeView/full``.
    public var view: CodeView

    /// A request.
    public init(key: CodeKey, asOf: CalendarDate? = nil, view: CodeView = .full) {
        self.key = key
        self.asOf = asOf
        self.view = view
    }
}

extension GetCodeRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__GetCodeRequest) throws(MessageError) {
        self.init(
            key: try .required(message.key), asOf: try readOptional(message.as_of, "as_of"),
            view: try CodeView(message.view, default: .full))
    }

    func fill(_ message: inout Medcodes__V1__GetCodeRequest, in arena: MessageArena) {
        message.key = key.asked(in: arena)
        message.as_of = asOf?.made(in: arena)
        message.view = view.wireValue
    }
}

extension CodeView {
    /// The view a request asks for.
    init(_ value: Medcodes__V1__CodeView, default: CodeView) throws(MessageError) {
        guard value.rawValue != 0 else {
            self = `default`
            return
        }
        guard let view = Self.allCases.first(where: { $0.wireValue == value }) else {
            throw .invalid("view", "there is no such view; use CODE_VIEW_BASIC or CODE_VIEW_FULL")
        }
        self = view
    }
}
