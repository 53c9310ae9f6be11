internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension CodeKey: MessageMapping {
    init(_ message: Medcodes__V1__CodeKey) throws(MessageError) {
        let system = try CodeSystem(message.system, uri: String(cString: message.system_uri))
        if let canonical = PackedCharacters(message.code), system.wireNumber != 0 {
            // What nearly every code is: short and without anything odd.
            self.init(system: system, canonical: canonical.text)
            return
        }
        do {
            try self.init(system: system, code: String(cString: message.code))
        } catch {
            // Not the model's own words: they may name the system by the URI that the peer sent.
            throw .invalid("code", "a code has 1 to \(Self.codeByteCountMax) letters and digits, with or without dots")
        }
    }

    func fill(_ message: inout Medcodes__V1__CodeKey, in arena: MessageArena) {
        message.system = system.wireValue
        message.code = arena.copy(printedCode)
        message.system_uri = arena.copy(system.uri)
    }

    /// The key as a request names it: the URI only where there is no number, because one of the two is enough.
    func asked(in arena: MessageArena) -> UnsafeMutablePointer<Medcodes__V1__CodeKey> {
        arena.make { message in
            message.system = system.wireValue
            message.code = arena.copy(printedCode)
            if system.wireNumber == 0 { message.system_uri = arena.copy(system.uri) }
        }
    }

    /// Reads a key that must be there.
    static func required(
        _ message: UnsafeMutablePointer<Medcodes__V1__CodeKey>?
    ) throws(MessageError) -> CodeKey {
        guard let key: CodeKey = try readOptional(message, "key") else {
            throw .invalid("key", "the key is missing; set its system and code")
        }
        return key
    }
}
