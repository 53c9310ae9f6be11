internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension Facet: MessageMapping {
    init(_ message: Medcodes__V1__Facet) throws(MessageError) {
        guard let field = FacetField(message.field) else { throw .invalid("field", "this version knows no such field") }
        var counts: [FacetCount] = try readList(message.counts, count: message.n_counts, "counts")
        let values = Dictionary(uniqueKeysWithValues: field.enumNames.map { ($0.value, $0.key) })
        for index in counts.indices { counts[index].value = values[counts[index].value] ?? counts[index].value }
        self.init(field, axis: String(cString: message.axis), counts: counts)
    }

    func fill(_ message: inout Medcodes__V1__Facet, in arena: MessageArena) {
        message.field = field.wireValue
        message.axis = arena.copy(axis)
        let names = field.enumNames
        message.n_counts = counts.count
        message.counts = arena.list(
            counts.map { FacetCount(value: names[$0.value] ?? $0.value, label: $0.label, hitCount: $0.hitCount) })
    }
}

extension FacetCount: MessageMapping {
    init(_ message: Medcodes__V1__FacetCount) throws(MessageError) {
        self.init(
            value: String(cString: message.value), label: String(cString: message.label),
            hitCount: Int(message.hit_count))
    }

    func fill(_ message: inout Medcodes__V1__FacetCount, in arena: MessageArena) {
        message.value = arena.copy(value)
        message.label = arena.copy(label)
        message.hit_count = Int64(hitCount)
    }
}

extension FacetField {
    /// By value, the name of the enum value that filters take in its place. What is not in it (an axis' values, the URI of
    /// a system outside the enum) stands in messages as it is.
    fileprivate var enumNames: [String: String] {
        switch self {
        case .system:
            [
                CodeSystem.cpt.name: "CODE_SYSTEM_CPT", CodeSystem.hcpcs.name: "CODE_SYSTEM_HCPCS",
                CodeSystem.icd10PCS.name: "CODE_SYSTEM_ICD10_PCS", CodeSystem.icd10CM.name: "CODE_SYSTEM_ICD10_CM",
                CodeSystem.icd9PCS.name: "CODE_SYSTEM_ICD9_PCS",
            ]
        case .kind: Self.names(of: CodeKind.allCases, after: "CODE_KIND_")
        case .status: Self.names(of: CodeStatus.allCases, after: "CODE_STATUS_")
        case .addOn: ["true": "BOOLEAN_FILTER_YES", "false": "BOOLEAN_FILTER_NO"]
        case .axis: [:]
        case .setting: Self.names(of: CareSetting.allCases, after: "CARE_SETTING_")
        case .anesthesia: Self.names(of: AnesthesiaKind.allCases, after: "ANESTHESIA_KIND_")
        }
    }

    /// The contract's names of enum values: `surgicalCenter` is `SURGICAL_CENTER` behind the enum's own name.
    private static func names(of values: [some RawRepresentable<String>], after prefix: String) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: values.map { value in
                let words = value.rawValue.map { $0.isUppercase ? "_\($0)" : $0.uppercased() }
                return (value.rawValue, prefix + words.joined())
            })
    }
}
