internal import CatalogModel

/// Turns the rows of an order file into codes, and checks each against those before it.
struct OrderTable {
    let system: CodeSystem
    let grammar: ICD10Code.Grammar

    /// The line of each code listed so far.
    private var lineByCode: [ICD10Code: Int32] = [:]
    private var lastNumber: Int?
    /// The first line whose order number is not the next one; nil while there is none.
    private(set) var firstJump: Int?

    init(system: CodeSystem, grammar: ICD10Code.Grammar) {
        self.system = system
        self.grammar = grammar
    }

    /// The code a line lists; nil for an empty line.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    mutating func code(from line: InputLine, file: String) throws(CatalogError) -> Code? {
        guard !line.bytes.isEmpty else { return nil }
        do throws(OrderRow.Fault) {
            let row = try OrderRow(line.bytes)
            try check(row, line)
            lineByCode[row.code] = Int32(clamping: line.number)
            return code(row)
        } catch {
            throw .rejection(error.message, file: file, line: line.number, column: error.column)
        }
    }

    private mutating func check(_ row: OrderRow, _ line: InputLine) throws(OrderRow.Fault) {
        if row.number != (lastNumber ?? 0) + 1, firstJump == nil { firstJump = line.number }
        lastNumber = row.number
        guard grammar.allows(row.code, isHeader: row.isHeader) else {
            throw .init("'\(row.code)' is no \(system.title) \(row.isHeader ? "header" : "code")", column: 7)
        }
        if let first = lineByCode[row.code] {
            throw .init("'\(row.code)' is listed on line \(first) already", column: 7)
        }
        guard line.isTerminated else {
            throw .init("the file breaks off in this line; add a line end if it is whole", column: line.bytes.count + 1)
        }
    }

    private func code(_ row: OrderRow) -> Code {
        Code(
            key: CodeKey(system: system, canonical: row.code.description), kind: row.isHeader ? .header : .code,
            longDescriptor: row.long, shortDescriptor: row.short, parent: parent(of: row.code))
    }

    /// The nearest shorter code listed before it: the three-character table of an ICD-10-PCS code, the next level up of an
    /// ICD-10-CM code.
    private func parent(of code: ICD10Code) -> CodeKey? {
        var shorter = code.parent
        while let candidate = shorter, candidate.count >= 3 {
            if lineByCode[candidate] != nil { return CodeKey(system: system, canonical: candidate.description) }
            shorter = candidate.parent
        }
        return nil
    }
}
