internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension SearchFilters: MessageMapping {
    /// The most values a field of the filters may have.
    private static var valueCountMax: Int { 100 }

    init(_ message: Medcodes__V1__SearchFilters) throws(MessageError) {
        for (count, field) in [
            (message.n_kinds, "kinds"), (message.n_statuses, "statuses"), (message.n_axes, "axes"),
            (message.n_settings, "settings"), (message.n_anesthesia, "anesthesia"),
        ] where count > Self.valueCountMax {
            throw .invalid(field, "there are more than \(Self.valueCountMax)")
        }
        guard message.duration_minutes_max >= 0 else {
            throw .invalid("duration_minutes_max", "a duration is 0 (for any) or more")
        }
        let kinds = try readChoices(message.kinds, count: message.n_kinds, "kinds") { kind in
            CodeKind.allCases.first { $0.wireValue == kind }
        }
        let statuses = try readChoices(message.statuses, count: message.n_statuses, "statuses") { CodeStatus($0) }
        self.init(
            kinds: kinds.isEmpty ? [.code] : Set(kinds), statuses: statuses.isEmpty ? [.active] : Set(statuses),
            isBillable: try Self.boolean(message.billable, "billable"),
            isAddOn: try Self.boolean(message.add_on, "add_on"),
            axes: try readList(message.axes, count: message.n_axes, "axes"),
            settings: Set(
                try readChoices(message.settings, count: message.n_settings, "settings") { CareSetting($0) }),
            anesthesia: Set(
                try readChoices(message.anesthesia, count: message.n_anesthesia, "anesthesia") { AnesthesiaKind($0) }),
            durationMinutesMax: message.duration_minutes_max == 0 ? nil : Int(message.duration_minutes_max))
    }

    /// The defaults are left out and sets are in the order of their cases, so that equal filters have equal bytes.
    func fill(_ message: inout Medcodes__V1__SearchFilters, in arena: MessageArena) {
        let kinds = self.kinds == [.code] ? [] : CodeKind.allCases.filter(self.kinds.contains)
        message.n_kinds = kinds.count
        message.kinds = arena.array(kinds) { $0.wireValue }
        let statuses = self.statuses == [.active] ? [] : CodeStatus.allCases.filter(self.statuses.contains)
        message.n_statuses = statuses.count
        message.statuses = arena.array(statuses) { $0.wireValue }
        message.billable = Self.wireValue(isBillable)
        message.add_on = Self.wireValue(isAddOn)
        message.n_axes = axes.count
        message.axes = arena.list(axes)
        let settings = CareSetting.allCases.filter(self.settings.contains)
        message.n_settings = settings.count
        message.settings = arena.array(settings) { $0.wireValue }
        let anesthesia = AnesthesiaKind.allCases.filter(self.anesthesia.contains)
        message.n_anesthesia = anesthesia.count
        message.anesthesia = arena.array(anesthesia) { $0.wireValue }
        message.duration_minutes_max = Int32(clamping: durationMinutesMax ?? 0)
    }

    private static func boolean(
        _ value: Medcodes__V1__BooleanFilter, _ field: String
    ) throws(MessageError) -> Bool? {
        switch value {
        case MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_UNSPECIFIED: nil
        case MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_YES: true
        case MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_NO: false
        default: throw .invalid(field, "this version knows no such value")
        }
    }

    private static func wireValue(_ value: Bool?) -> Medcodes__V1__BooleanFilter {
        switch value {
        case nil: MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_UNSPECIFIED
        case true?: MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_YES
        case false?: MEDCODES__V1__BOOLEAN_FILTER__BOOLEAN_FILTER_NO
        }
    }
}

extension AxisFilter: MessageMapping {
    private static var valueCountMax: Int { 100 }

    init(_ message: Medcodes__V1__AxisFilter) throws(MessageError) {
        let axis = String(cString: message.axis)
        guard !axis.isEmpty else { throw .invalid("axis", "the name of the axis is missing") }
        guard (1...Self.valueCountMax).contains(message.n_values) else {
            throw .invalid("values", "an axis is filtered by 1 to \(Self.valueCountMax) values")
        }
        self.init(axis: axis, values: readList(message.values, count: message.n_values))
    }

    func fill(_ message: inout Medcodes__V1__AxisFilter, in arena: MessageArena) {
        message.axis = arena.copy(axis)
        message.n_values = values.count
        message.values = arena.list(values)
    }
}
