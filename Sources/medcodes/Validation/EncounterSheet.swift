internal import CatalogModel

/// Lines of encounters in a CSV file whose header row names the columns, in any order.
struct EncounterSheet {
    /// The columns there may be; `code` must be.
    enum Column: String, CaseIterable {
        case encounter
        case system
        case code
        case modifiers
        case units
        case serviceDate = "service_date"
        case display
    }

    private let keys: KeyNotation
    private let lines: LineReader
    private let columns: [Column]

    /// Reads the header.
    ///
    /// - Throws: ``CatalogError`` that names the file, and the column that is not right.
    init(_ lines: LineReader, keys: KeyNotation) throws(CatalogError) {
        self.keys = keys
        self.lines = lines
        guard let header = try lines.next() else {
            throw CatalogError.Location(file: lines.name).rejection("the file is empty", Self.advice)
        }
        columns = try Self.columns(try CommaSeparatedLine(header, at: lines.location).cells, at: lines.location)
    }

    /// The next row; nil after the last. Blank lines are skipped.
    ///
    /// - Throws: ``CatalogError`` that names the file, the line, and the column that is not right.
    func next() throws(CatalogError) -> EncounterRow? {
        while let text = try lines.next() {
            let place = lines.location
            let cells = try CommaSeparatedLine(text, at: place).cells
            if cells.allSatisfy({ $0.text.isBlank }) { continue }
            guard cells.count == columns.count else {
                throw place.rejection(
                    "the row has \(cells.count) cells, not \(columns.count)", "quote cells that hold commas")
            }
            return try row(Dictionary(uniqueKeysWithValues: zip(columns, cells)), at: place)
        }
        return nil
    }

    private func row(
        _ cells: [Column: CommaSeparatedLine.Cell], at place: CatalogError.Location
    ) throws(CatalogError) -> EncounterRow {
        func read<Value>(
            _ column: Column, else absent: Value, _ read: (String) throws(CatalogError) -> Value
        ) throws(CatalogError) -> Value {
            guard let cell = cells[column], !cell.text.isBlank else { return absent }
            do {
                return try read(cell.text.trimmed)
            } catch {
                throw place.column(cell.column).rejection(
                    "\(column.rawValue) '\(cell.text)': \(error.message)", error.remedy)
            }
        }
        let system = try read(.system, else: nil) { text throws(CatalogError) in try keys.system(text[...]) }
        // Where the system has no cell, the code may name it.
        let key = try read(.code, else: nil) { text throws(CatalogError) in
            if let system { return try CodeKey(system: system, code: text) }
            return try keys.key(text)
        }
        guard let key else {
            throw place.column(cells[.code]?.column ?? 1).rejection("the code is empty", "give one in each row")
        }
        var line = EncounterLine(key: key)
        line.modifiers = try read(.modifiers, else: []) { text throws(CatalogError) in
            try LineNotation.modifiers(text.split { " ,;-".contains($0) }.map(String.init))
        }
        line.units = try read(.units, else: 0) { text throws(CatalogError) in try LineNotation.units(text) }
        line.day = try read(.serviceDate, else: nil) { text throws(CatalogError) in try Self.day(text) }
        line.display = cells[.display]?.text.trimmed ?? ""
        return EncounterRow(encounter: cells[.encounter]?.text.trimmed ?? "", line: line, place: place)
    }

    private static func day(_ text: String) throws(CatalogError) -> CalendarDate {
        guard let day = CalendarDate(text) else {
            throw CatalogError(.invalidArgument, "this is no day", remedy: "write it as YYYY-MM-DD")
        }
        return day
    }

    private static func columns(
        _ header: [CommaSeparatedLine.Cell], at place: CatalogError.Location
    ) throws(CatalogError) -> [Column] {
        var columns: [Column] = []
        for cell in header {
            let name = cell.text.trimmed.lowercased().replacing(" ", with: "_")
            guard let column = Column(rawValue: name) else {
                throw place.column(cell.column).rejection("'\(cell.text)' is no column that is known", advice)
            }
            guard !columns.contains(column) else {
                throw place.column(cell.column).rejection("the column \(name) is there twice", "remove one")
            }
            columns.append(column)
        }
        guard columns.contains(.code) else { throw place.rejection("there is no column code", advice) }
        return columns
    }

    private static let advice =
        "begin with a header of these columns: \(Column.allCases.map(\.rawValue).joined(separator: ","))"
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
    fileprivate var trimmed: String {
        let head = drop(while: \.isWhitespace)
        return String(head.prefix(head.reversed().drop(while: \.isWhitespace).count))
    }
}
