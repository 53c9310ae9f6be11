internal import CatalogModel

/// Puts the rows of the ICD-10-PCS tables together from the events of their document.
struct PCSTables {
    /// The outermost element.
    static let root = "ICD10PCS.tabular"

    let file: String
    /// What the document calls itself; empty until it says so.
    private(set) var version = ""

    /// The elements around what comes next, the outermost first.
    private var path: [String] = []
    /// The axes of the table that has begun; nil outside of tables.
    private var head: PCSTableRow?
    /// The row that has begun; nil outside of rows.
    private var row: PCSTableRow?
    private var axis: PCSTableRow.Axis?
    private var rowCount = 0
    private var lineByTable: [String: Int] = [:]

    init(file: String) { self.file = file }

    /// Whether this is the first row of all.
    func isFirst(_ row: PCSTableRow) -> Bool { row.number == 0 && lineByTable.count == 1 }

    /// Takes an event.
    ///
    /// - Returns: the row that is now whole; nil between rows. That of a table's own axes comes when its rows begin.
    /// - Throws: ``CatalogError`` of kind `rejected` for elements that do not stand where they belong.
    mutating func take(_ event: XMLReader.Event, line: Int) throws(CatalogError) -> PCSTableRow? {
        switch event {
        case .start(let name, let attributes):
            defer { path.append(name) }
            return try begin(name, attributes, line)
        case .text(let text):
            take(text)
            return nil
        case .end(let name):
            path.removeLast()
            return try end(name, line)
        }
    }

    /// - Throws: ``CatalogError`` of kind `rejected` when there was no table.
    func finish() throws(CatalogError) {
        guard lineByTable.isEmpty else { return }
        throw .rejection("the document has no tables", remedy: "check that it is the right one", file: file)
    }

    private mutating func begin(
        _ name: String, _ attributes: [String: String], _ line: Int
    ) throws(CatalogError) -> PCSTableRow? {
        switch (name, path.last) {
        case (Self.root, nil): break
        case (_, nil): throw misplaced(name, line)
        case ("pcsTable", Self.root): head = PCSTableRow(table: "", number: 0, line: line)
        case ("pcsRow", "pcsTable"): return try beginRow(attributes, line)
        case ("axis", "pcsTable") where head?.table.isEmpty == true, ("axis", "pcsRow"):
            axis = .init(position: attributes["pos"] ?? "", valueCount: attributes["values"] ?? "")
        case ("label", "axis"): axis?.values.append(.init(code: attributes["code"] ?? ""))
        case ("pcsTable", _), ("pcsRow", _), ("axis", _), ("label", _): throw misplaced(name, line)
        default: break
        }
        return nil
    }

    /// Begins a row; before the first one, the table's own axes are whole.
    private mutating func beginRow(_ attributes: [String: String], _ line: Int) throws(CatalogError) -> PCSTableRow? {
        guard var head else { throw misplaced("pcsRow", line) }
        let isFirst = head.table.isEmpty
        if isFirst {
            head.table = head.axes.compactMap(\.values.first?.code).joined()
            if let earlier = lineByTable[head.table] {
                throw .rejection(
                    "the table \(head.table) stands on line \(earlier) already", file: file, line: head.line)
            }
            lineByTable[head.table] = head.line
            self.head = head
            rowCount = 0
        }
        rowCount += 1
        row = PCSTableRow(table: head.table, number: rowCount, line: line, codeCount: attributes["codes"])
        return isFirst ? head : nil
    }

    private mutating func take(_ text: String) {
        let last = (axis?.values.count ?? 0) - 1
        switch (path.last, path.dropLast().last) {
        case ("version", Self.root): version += text
        case ("title", "axis"): axis?.title += text
        case ("label", "axis") where last >= 0:
            axis?.values[last].label += text
        case ("definition", "axis") where last >= 0:
            axis?.values[last].definition += text
        default: break
        }
    }

    private mutating func end(_ name: String, _ line: Int) throws(CatalogError) -> PCSTableRow? {
        switch name {
        case "axis":
            guard let axis else { break }
            if row != nil { row?.axes.append(axis) } else { head?.axes.append(axis) }
            self.axis = nil
        case "pcsRow":
            defer { row = nil }
            return row
        case "pcsTable":
            if head?.table.isEmpty == true {
                throw .rejection("the table that ends here has no rows", file: file, line: line)
            }
            head = nil
        default: break
        }
        return nil
    }

    private func misplaced(_ name: String, _ line: Int) -> CatalogError {
        .rejection(
            "the element '\(name)' stands where it does not belong", remedy: "check that it is the right document",
            file: file, line: line)
    }
}
