internal import CMedCodesProtos
public import CatalogModel
internal import WireMessages

/// The message is `ValidateCodesRequest`.
extension Encounter: CatalogMessage, RootMapping {
    static var limits: WireLimits { .request }

    init(_ message: Medcodes__V1__ValidateCodesRequest) throws(MessageError) {
        guard message.n_items <= Self.lineCountMax else {
            throw .invalid("items", "there are more than \(Self.lineCountMax); one request is one encounter")
        }
        guard let setting = EditSetting(message.edit_setting) else {
            throw .invalid("edit_setting", "this version does not know the setting")
        }
        self.init(
            lines: try readList(message.items, count: message.n_items, "items"),
            day: try readOptional(message.as_of, "as_of"), isLenient: message.lenient != 0, setting: setting)
    }

    func fill(_ message: inout Medcodes__V1__ValidateCodesRequest, in arena: MessageArena) {
        message.n_items = lines.count
        message.items = arena.list(lines)
        message.as_of = day?.made(in: arena)
        message.lenient = isLenient ? 1 : 0
        message.edit_setting = setting.wireValue
    }
}

extension EncounterLine: MessageMapping {
    init(_ message: Medcodes__V1__ValidationItem) throws(MessageError) {
        guard message.n_modifiers <= Self.modifierCountMax else {
            throw .invalid("modifiers", "a line has at most \(Self.modifierCountMax)")
        }
        guard message.units >= 0 else { throw .invalid("units", "units are 0 or more") }
        self.init(
            key: try .required(message.key), display: String(cString: message.display),
            modifiers: readList(message.modifiers, count: message.n_modifiers), units: Int(message.units),
            day: try readOptional(message.service_date, "service_date"))
    }

    func fill(_ message: inout Medcodes__V1__ValidationItem, in arena: MessageArena) {
        message.key = key.made(in: arena)
        message.display = arena.copy(display)
        message.n_modifiers = modifiers.count
        message.modifiers = arena.array(modifiers) { arena.copy($0) }
        message.units = Int32(clamping: units)
        message.service_date = day?.made(in: arena)
    }
}

extension EditSetting {
    /// The setting; nil when it is not known. Unspecified is the practitioner's.
    fileprivate init?(_ value: Medcodes__V1__EditSetting) {
        if value == MEDCODES__V1__EDIT_SETTING__EDIT_SETTING_UNSPECIFIED {
            self = .practitioner
            return
        }
        guard let setting = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = setting
    }
}
