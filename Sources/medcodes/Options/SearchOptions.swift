internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport

/// What a hit must be, as the command line says it.
struct FilterOptions: ParsableArguments {
    @Option(help: "Only codes of this system; may be repeated.") var system: [CodeSystem] = []

    @Option(
        help: ArgumentHelp(
            "Only this kind: code, header or modifier; may be repeated. (default: code)", valueName: "kind"),
        completion: .list(Choice.names(of: CodeKind.self)), transform: { try Choice.named($0, of: CodeKind.self) })
    var kind: [CodeKind] = []

    @Option(
        help: ArgumentHelp(
            "Only codes so on the day: active, terminated or not-yet-effective; may be repeated. (default: active)",
            valueName: "status"),
        completion: .list(Choice.names(of: CodeStatus.self)), transform: { try Choice.named($0, of: CodeStatus.self) })
    var status: [CodeStatus] = []

    @Flag(inversion: .prefixedNo, help: "Only codes that are billable, or are not.") var billable: Bool?
    @Flag(inversion: .prefixedNo, help: "Only add-on codes, or only others.") var addOn: Bool?

    @Option(
        help: ArgumentHelp(
            "Only codes with this value on an axis, such as approach=4; may be repeated.", valueName: "axis=value"),
        transform: { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("Give an axis and its value, such as approach=4.") }
            return AxisFilter(axis: parts[0], values: [parts[1]])
        })
    var axis: [AxisFilter] = []

    @Option(
        name: .customLong("setting"),
        help: ArgumentHelp("Only procedures done here, such as outpatient; may be repeated.", valueName: "setting"),
        completion: .list(Choice.names(of: CareSetting.self)), transform: { try Choice.named($0, of: CareSetting.self) }
    )
    var careSetting: [CareSetting] = []

    @Option(
        help: ArgumentHelp("Only procedures in this anesthesia, such as local; may be repeated.", valueName: "kind"),
        completion: .list(Choice.names(of: AnesthesiaKind.self)),
        transform: { try Choice.named($0, of: AnesthesiaKind.self) })
    var anesthesia: [AnesthesiaKind] = []

    @Option(help: ArgumentHelp("Only procedures that take no longer, in minutes.", valueName: "minutes"))
    var durationUpTo: Int?

    func validate() throws {
        if let durationUpTo, durationUpTo < 1 { throw ValidationError("A duration is 1 minute or more.") }
    }

    /// The filters; values of one axis are alternatives.
    var filters: SearchFilters {
        let axes = Dictionary(grouping: axis, by: \.axis).sorted { $0.key < $1.key }
        return SearchFilters(
            kinds: kind.isEmpty ? [.code] : Set(kind), statuses: status.isEmpty ? [.active] : Set(status),
            isBillable: billable, isAddOn: addOn,
            axes: axes.map { AxisFilter(axis: $0.key, values: $0.value.flatMap(\.values)) },
            settings: Set(careSetting), anesthesia: Set(anesthesia), durationMinutesMax: durationUpTo)
    }
}

/// The values of an enum on command lines: their names with hyphens, such as `not-yet-effective`.
enum Choice {
    /// The value with this name.
    ///
    /// - Throws: `ValidationError` that names all values.
    static func named<Value: CaseIterable & RawRepresentable<String>>(
        _ name: String, of type: Value.Type
    ) throws -> Value {
        guard let value = type.allCases.first(where: { self.name(of: $0) == name }) else {
            throw ValidationError("'\(name.printable)' is none of \(names(of: type).joined(separator: ", ")).")
        }
        return value
    }

    /// The names of all values.
    static func names<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type) -> [String] {
        type.allCases.map { name(of: $0) }
    }

    /// The name of a value.
    static func name(of value: some RawRepresentable<String>) -> String {
        value.rawValue.reduce(into: "") { name, character in
            name += character.isUppercase ? "-" + character.lowercased() : String(character)
        }
    }
}
