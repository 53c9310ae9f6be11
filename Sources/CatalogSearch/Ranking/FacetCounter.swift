internal import CatalogModel

/// Counts matches by what they have in common.
struct FacetCounter {
    private let fields: Set<FacetField>
    private let asOf: CalendarDate
    private var byTraits: [Int]
    private var byAxisValue: [Int]

    init(_ request: SearchRequest, index: SearchIndex) {
        fields = request.facets
        asOf = request.asOf
        byTraits = [Int](repeating: 0, count: index.documents.traits.count)
        byAxisValue = [Int](repeating: 0, count: fields.contains(.axis) ? index.axes.values.count : 0)
    }

    /// Counts these documents.
    mutating func count(_ matches: BitSet, in index: SearchIndex) -> [Facet] {
        matches.forEach(in: 0..<index.documentCount) { document in
            byTraits[Int(index.documents.traitsOfDocument[document])] += 1
            if byAxisValue.isEmpty { return }
            for value in index.axes.row(of: document) { byAxisValue[Int(value)] += 1 }
        }
        return FacetField.allCases.filter { fields.contains($0) }.flatMap { field in
            field == .axis ? axisFacets(of: index) : [facet(field, index)]
        }
    }

    private func facet(_ field: FacetField, _ index: SearchIndex) -> Facet {
        var counts: [String: (label: String, count: Int)] = [:]
        for (number, traits) in index.documents.traits.enumerated() where byTraits[number] > 0 {
            for (value, label) in values(of: traits, field, index) {
                counts[value] = (label, (counts[value]?.count ?? 0) + byTraits[number])
            }
        }
        return Facet(
            field, counts: Self.sorted(counts.map { ($0.key, $0.value.label, $0.value.count) }))
    }

    private func values(
        of traits: DocumentTable.Traits, _ field: FacetField, _ index: SearchIndex
    ) -> [(value: String, label: String)] {
        switch field {
        case .system:
            let system = index.documents.systems.systems[traits.system]
            return [(system.name, system.title)]
        case .kind: return [Self.named(traits.kind)]
        case .status: return [Self.named(CodeStatus(on: asOf, traits.period))]
        case .addOn: return [(traits.isAddOn ? "true" : "false", traits.isAddOn ? "Add-on" : "Not add-on")]
        case .setting: return traits.settings.map(Self.named)
        case .anesthesia: return traits.anesthesia.map(Self.named)
        case .axis: return []
        }
    }

    /// A value with its words for people: `surgicalCenter` is "Surgical center".
    private static func named(_ value: some RawRepresentable<String>) -> (value: String, label: String) {
        let words = value.rawValue.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }.joined()
        return (value.rawValue, words.prefix(1).uppercased() + words.dropFirst())
    }

    private func axisFacets(of index: SearchIndex) -> [Facet] {
        var counts: [String: [(String, String, Int)]] = [:]
        for (number, value) in index.axes.values.enumerated() where byAxisValue[number] > 0 {
            counts[value.axis, default: []].append((value.value, value.label, byAxisValue[number]))
        }
        return counts.keys.sorted().map {
            Facet(.axis, axis: $0, counts: Self.sorted(counts[$0] ?? []))
        }
    }

    private static func sorted(_ counts: [(String, String, Int)]) -> [FacetCount] {
        counts.sorted { $0.2 != $1.2 ? $0.2 > $1.2 : $0.0 < $1.0 }
            .map { FacetCount(value: $0.0, label: $0.1, hitCount: $0.2) }
    }
}
