internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks how two codes of one system stand to each other. Groups and leading characters of codes count as codes.
public struct TestSubsumptionRequest: Hashable, Sendable {
    /// The first code.
    public var first: CodeKey
    /// The second code, of the same system.
    public var second: CodeKey
    /// The day; nil for today (UTC).
    public var asOf: CalendarDate?

    /// A request.
    public init(_ first: CodeKey, _ second: CodeKey, asOf: CalendarDate? = nil) {
        self.first = first
        self.second = second
        self.asOf = asOf
    }
}

extension TestSubsumptionRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__TestSubsumptionRequest) throws(MessageError) {
        self.init(
            try .place(message.key_a, "key_a"), try .place(message.key_b, "key_b"),
            asOf: try readOptional(message.as_of, "as_of"))
        guard first.system == second.system else {
            throw .invalid("key_b", "it is of another code system than `key_a`; ask TranslateCode")
        }
    }

    func fill(_ message: inout Medcodes__V1__TestSubsumptionRequest, in arena: MessageArena) {
        message.key_a = first.asked(in: arena)
        message.key_b = second.asked(in: arena)
        message.as_of = asOf?.made(in: arena)
    }
}
