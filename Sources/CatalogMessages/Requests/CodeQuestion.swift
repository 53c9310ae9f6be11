public import CatalogModel

/// What GetCode is asked, in canonical form and three words: small enough to be the key of a cache.
///
/// Two requests that mean the same (another spelling of the code, the system by number or by URI, the view said or left
/// to its default) are equal questions. Only codes of the known systems with at most 15 characters have one; all others
/// are asked the slow way, as a ``GetCodeRequest``. Copying, comparing and hashing allocate nothing.
public struct CodeQuestion: Hashable, Sendable {
    /// The day asked for.
    public let day: CalendarDate
    /// How much is to be sent.
    public let view: CodeView

    /// The number of the code's system in the contract, 1...5.
    public let systemNumber: UInt8

    private let characters: PackedCharacters

    /// The question about this key; nil when its system is none of the known ones or its code is too long.
    public init?(key: CodeKey, asOf day: CalendarDate, view: CodeView) {
        guard key.system.wireNumber != 0, let characters = PackedCharacters(key.code) else { return nil }
        self.init(systemNumber: UInt8(key.system.wireNumber), characters, asOf: day, view: view)
    }

    /// The question about a system by its number, 1...5, and a code of at least one character.
    init(systemNumber: UInt8, _ characters: PackedCharacters, asOf day: CalendarDate, view: CodeView) {
        self.systemNumber = systemNumber
        self.characters = characters
        self.day = day
        self.view = view
    }

    /// The code asked for.
    public var key: CodeKey {
        // The known systems stand in the order of their numbers, which start at 1.
        CodeKey(system: CodeSystem.known[Int(systemNumber) - 1], canonical: characters.text)
    }

    /// Mixes in three words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(characters.first)
        hasher.combine(characters.last)
        hasher.combine(rest)
    }

    /// A hash in a tenth of the time that `hashValue` takes. Its seeds are drawn when the process starts, so that a peer
    /// cannot choose questions with equal hashes.
    public var seededHash: UInt64 {
        let code = Self.mix(characters.first ^ Self.seeds.0, characters.last ^ Self.seeds.1)
        return Self.mix(code ^ Self.seeds.1, rest ^ Self.seeds.0)
    }

    /// All but the characters.
    private var rest: UInt64 {
        UInt64(UInt32(bitPattern: day.dayNumber)) | UInt64(systemNumber) << 32 | UInt64(view.rawValue) << 40
    }

    private static let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    /// Both halves of the product, one upon the other: the step that wyhash is made of.
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}

extension CodeQuestion {
    /// A number for the code alone, whatever the day and the view: what the answer depends on. Equal codes have equal
    /// numbers; different ones rarely do.
    public var subject: UInt64 { Self.number(of: characters.first, characters.last, systemNumber) }

    /// A number for the codes around this one: those of its system with the same first two characters. The codes like it
    /// that are computed are found among them.
    public var neighbourhood: UInt64 {
        // Bits no character has tell it from the number of a code with two characters.
        Self.number(of: characters.first & 0xFFFF | 0x8080, 0, systemNumber)
    }

    /// The numbers of a key, by itself and among its neighbours; none when there can be no question about it.
    public static func subjects(of key: CodeKey) -> [UInt64] {
        let question = CalendarDate(dayNumber: 0).flatMap { CodeQuestion(key: key, asOf: $0, view: .full) }
        return question.map { [$0.subject, $0.neighbourhood] } ?? []
    }

    private static func number(of first: UInt64, _ last: UInt64, _ systemNumber: UInt8) -> UInt64 {
        var mixed = (first ^ UInt64(systemNumber)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 32) ^ last) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ (mixed >> 32)
    }
}
