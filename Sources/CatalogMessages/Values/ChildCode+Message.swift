internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension ChildCode: MessageMapping {
    init(_ message: Medcodes__V1__ChildCode) throws(MessageError) {
        self.init(
            key: try .place(message.key, "key"), display: String(cString: message.display),
            kind: message.kind == MEDCODES__V1__CODE_KIND__CODE_KIND_UNSPECIFIED ? nil : CodeKind(message.kind),
            descendantCount: Int(message.descendant_count), axis: try readOptional(message.axis_value, "axis_value"))
    }

    func fill(_ message: inout Medcodes__V1__ChildCode, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.display = arena.copy(display)
        message.kind = kind?.wireValue ?? MEDCODES__V1__CODE_KIND__CODE_KIND_UNSPECIFIED
        message.descendant_count = Int64(descendantCount)
        message.axis_value = axis?.made(in: arena)
    }
}

extension AxisMeaning: MessageMapping {
    init(_ message: Medcodes__V1__AxisValue) throws(MessageError) {
        self.init(
            axis: String(cString: message.axis), value: String(cString: message.value),
            label: String(cString: message.label))
    }

    func fill(_ message: inout Medcodes__V1__AxisValue, in arena: MessageArena) {
        message.axis = arena.copy(axis)
        message.value = arena.copy(value)
        message.label = arena.copy(label)
    }
}

extension CodeKey {
    /// Reads a key that names a place in a hierarchy: a code, or a group such as `A00-A09`.
    init(place message: Medcodes__V1__CodeKey) throws(MessageError) {
        let system = try CodeSystem(message.system, uri: String(cString: message.system_uri))
        do {
            try self.init(system: system, codeOrGroup: String(cString: message.code))
        } catch {
            // Not the model's own words: they may name the system by the URI that the peer sent.
            throw .invalid(
                "code", "a code has 1 to \(Self.codeByteCountMax) letters and digits; a group has two with a hyphen")
        }
    }

    /// Reads a key that names a place in a hierarchy and must be there.
    static func place(
        _ message: UnsafeMutablePointer<Medcodes__V1__CodeKey>?, _ field: String
    ) throws(MessageError) -> CodeKey {
        guard let message else { throw .invalid(field, "the key is missing; set its system and code") }
        do {
            return try CodeKey(place: message.pointee)
        } catch {
            throw error.inside(field)
        }
    }
}
