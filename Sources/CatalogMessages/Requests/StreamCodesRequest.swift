internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// Asks for all codes that match.
public struct StreamCodesRequest: Hashable, Sendable {
    /// Which codes, by the days on which they are valid.
    public enum Days: Hashable, Sendable {
        /// Those valid on a day; nil for today (UTC).
        case on(CalendarDate?)
        /// All, in each of their periods.
        case all
    }

    /// The systems; empty for all.
    public var systems: [CodeSystem]
    /// The days.
    public var days: Days
    /// The kinds; empty for all.
    public var kinds: [CodeKind]
    /// What the codes begin with, as people write it; empty for all.
    public var codePrefix: String
    /// How much to send of each code; the message's default is ``CodeView/basic``.
    public var view: CodeView
    /// Where to go on; empty for the beginning.
    public var resumeToken: String

    /// A request.
    public init(
        systems: [CodeSystem] = [], days: Days = .on(nil), kinds: [CodeKind] = [], codePrefix: String = "",
        view: CodeView = .basic, resumeToken: String = ""
    ) {
        self.systems = systems
        self.days = days
        self.kinds = kinds
        self.codePrefix = codePrefix
        self.view = view
        self.resumeToken = resumeToken
    }
}

extension StreamCodesRequest: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }
    private static let kindCountMax = 10

    init(_ message: Medcodes__V1__StreamCodesRequest) throws(MessageError) {
        let day: CalendarDate? = try readOptional(message.as_of, "as_of")
        guard day == nil || message.all_periods == 0 else {
            throw .invalid("as_of", "all periods are asked for, so there can be no day; leave out one of the two")
        }
        guard message.n_kinds <= Self.kindCountMax else { throw .invalid("kinds", "there are more than there can be") }
        var kinds: [CodeKind] = []
        for (index, value) in UnsafeBufferPointer(start: message.kinds, count: message.n_kinds).enumerated() {
            guard let kind = CodeKind(exactly: value) else {
                throw .invalid("kinds[\(index)]", "this version knows no such kind")
            }
            kinds.append(kind)
        }
        let prefix = String(cString: message.code_prefix)
        guard prefix.utf8.count <= CodeKey.codeByteCountMax else {
            throw .invalid("code_prefix", "no code has more than \(CodeKey.codeByteCountMax) characters")
        }
        self.init(
            systems: try [CodeSystem](
                numbers: message.systems, count: message.n_systems, uris: message.system_uris,
                uriCount: message.n_system_uris),
            days: message.all_periods != 0 ? .all : .on(day), kinds: kinds, codePrefix: prefix,
            view: try CodeView(message.view, default: .basic), resumeToken: String(cString: message.resume_token))
    }

    func fill(_ message: inout Medcodes__V1__StreamCodesRequest, in arena: MessageArena) {
        (message.systems, message.n_systems) = systems.numbered(in: arena)
        (message.system_uris, message.n_system_uris) = systems.unnumbered(in: arena)
        switch days {
        case .on(let day): message.as_of = day?.made(in: arena)
        case .all: message.all_periods = 1
        }
        message.n_kinds = kinds.count
        message.kinds = arena.array(kinds) { $0.wireValue }
        message.code_prefix = arena.copy(codePrefix)
        message.view = view.wireValue
        message.resume_token = arena.copy(resumeToken)
    }
}

extension CodeKind {
    /// The kind that a request names; nil when it names none or one that is not known.
    init?(exactly value: Medcodes__V1__CodeKind) {
        guard let kind = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = kind
    }
}
