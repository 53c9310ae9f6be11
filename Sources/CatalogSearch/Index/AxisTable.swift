internal import CatalogModel

/// By document, the values of its axes: section, operation, body part; chapter, block.
struct AxisTable {
    /// A value of an axis.
    struct Value: Hashable {
        /// The name of the axis, e.g. `body_part`.
        var axis: String
        /// The value, as filters take it.
        var value: String
        /// The value for people.
        var label: String
    }

    /// All values.
    private(set) var values: [Value] = []
    private var numbers: [Value: UInt32] = [:]
    /// By document, the numbers of its values.
    private var rows: [UInt32] = []
    private var ends: [UInt32] = []

    /// The number of a value, which is added when it is new.
    mutating func insert(_ value: Value) -> UInt32 {
        if let number = numbers[value] { return number }
        let number = UInt32(values.count)
        values.append(value)
        numbers[value] = number
        return number
    }

    /// Adds a document after those before it.
    mutating func append(_ row: [UInt32]) {
        rows.append(contentsOf: row)
        ends.append(UInt32(rows.count))
    }

    /// The numbers of the values of a document.
    func row(of document: Int) -> ArraySlice<UInt32> {
        rows[(document == 0 ? 0 : Int(ends[document - 1]))..<Int(ends[document])]
    }

    /// The name of an axis in filters and facets, from its title: `Body Part` is `body_part`.
    static func name(ofTitle title: String) -> String {
        String(title.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
            .split(separator: "_").joined(separator: "_")
    }
}
