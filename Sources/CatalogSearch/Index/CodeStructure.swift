internal import CatalogModel

/// What the places of a code mean: the characters of a table's codes, the chapter and block a category stands in.
struct CodeStructure {
    /// By table and position, the value of each character.
    private var tables: [CodeKey: [[UInt8: AxisTable.Value]]] = [:]
    private var parents: [CodeKey: CodeKey] = [:]
    private var titles: [CodeKey: String] = [:]
    /// The table or category asked for last: documents come in key order.
    private var lastTable: (key: CodeKey, places: [[UInt8: AxisTable.Value]])?
    private var lastCategory: (key: CodeKey, values: [AxisTable.Value])?

    /// The characters a table's name has, and the characters of a category.
    private static let tableCharacterCount = 3

    init(axes: [AxisValue], links: [HierarchyLink]) {
        for axis in axes {
            guard (1...16).contains(axis.position), let character = axis.value.utf8.first else { continue }
            let key = CodeKey(system: axis.system, canonical: axis.table)
            var places = tables[key, default: []]
            while places.count < axis.position { places.append([:]) }
            if places[axis.position - 1][character] == nil {
                places[axis.position - 1][character] = AxisTable.Value(
                    axis: AxisTable.name(ofTitle: axis.title), value: axis.label, label: axis.label)
            }
            tables[key] = places
        }
        for link in links {
            if let parent = link.parent { parents[link.child] = parent }
            if !link.title.isEmpty { titles[link.child] = link.title }
        }
    }

    /// The values of a code's axes.
    mutating func values(of key: CodeKey) -> [AxisTable.Value] {
        let table = CodeKey(system: key.system, canonical: String(key.code.prefix(Self.tableCharacterCount)))
        if lastTable?.key != table { lastTable = (table, tables[table] ?? []) }
        if let places = lastTable?.places, !places.isEmpty {
            return zip(key.code.utf8, places).compactMap { $1[$0] }
        }
        if lastCategory?.key != table { lastCategory = (table, groups(above: table)) }
        return lastCategory?.values ?? []
    }

    /// The chapter and the block a category stands in: the outermost group and the innermost.
    private func groups(above category: CodeKey) -> [AxisTable.Value] {
        var groups: [CodeKey] = []
        var key = category
        while let parent = parents[key], groups.count < 8 {
            groups.append(parent)
            key = parent
        }
        groups.removeAll { titles[$0] == nil }
        guard let chapter = groups.last else { return [] }
        var values = [AxisTable.Value(axis: "chapter", value: chapter.code, label: titles[chapter] ?? "")]
        if groups.count > 1 {
            values.append(AxisTable.Value(axis: "block", value: groups[0].code, label: titles[groups[0]] ?? ""))
        }
        return values
    }
}
