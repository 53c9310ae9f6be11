internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for the counterparts of a code in another system.
public struct TranslateCodeRequest: Hashable, Sendable {
    /// The code. It need not be loaded or valid: crosswalks outlive code sets.
    public var key: CodeKey
    /// The system to translate to.
    public var target: CodeSystem
    /// The day on which the crosswalk must hold; nil for today (UTC).
    public var asOf: CalendarDate?

    /// A request.
    public init(key: CodeKey, target: CodeSystem, asOf: CalendarDate? = nil) {
        self.key = key
        self.target = target
        self.asOf = asOf
    }
}

extension TranslateCodeRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__TranslateCodeRequest) throws(MessageError) {
        self.init(
            key: try .required(message.key),
            target: try Self.target(message.target_system, uri: String(cString: message.target_system_uri)),
            asOf: try readOptional(message.as_of, "as_of"))
    }

    func fill(_ message: inout Medcodes__V1__TranslateCodeRequest, in arena: MessageArena) {
        message.key = key.asked(in: arena)
        message.target_system = target.wireValue
        if target.wireNumber == 0 { message.target_system_uri = arena.copy(target.uri) }
        message.as_of = asOf?.made(in: arena)
    }

    private static func target(_ number: Medcodes__V1__CodeSystem, uri: String) throws(MessageError) -> CodeSystem {
        guard number.rawValue != 0 || !uri.isEmpty else {
            throw .invalid("target_system", "the system to translate to is missing; set it, or `target_system_uri`")
        }
        do {
            return try CodeSystem(number, uri: uri)
        } catch {
            // `system` or `system_uri`, which are called differently here.
            throw .invalid("target_\(error.path)", "it names no code system, or another one than the field beside it")
        }
    }
}
