internal import CatalogModel

/// Turns the lines of a list of CPT codes into rows: those below the notice, which ends with a blank line.
struct CPTList {
    let kind: CPTFile
    let file: String

    /// Whether the notice has ended.
    private var hasRows = false
    private var isBehindBlank = true
    private var preambleCount = 0
    /// The most lines of the notice; more are a file of another kind.
    private static let preambleCountMax = 200

    init(kind: CPTFile, file: String) {
        self.kind = kind
        self.file = file
    }

    /// The row in a line; nil for a line of the notice and for a blank one.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    mutating func row(from line: InputLine) throws(CatalogError) -> CPTRow? {
        if line.isBlank {
            isBehindBlank = true
            return nil
        }
        do throws(CPTRow.Fault) {
            let row = try CPTRow(line.bytes[...], of: kind)
            guard line.isTerminated else {
                throw .init(
                    "the file breaks off in this line; add a line end if it is whole", column: line.bytes.count + 1)
            }
            guard hasRows || isBehindBlank else {
                throw .init("no blank line stands between the notice and the first code", column: 1)
            }
            hasRows = true
            return row
        } catch {
            isBehindBlank = false
            if !hasRows, error.column == 1, preambleCount < Self.preambleCountMax {
                preambleCount += 1
                return nil
            }
            hasRows = true
            throw .rejection(error.message, file: file, line: line.number, column: error.column)
        }
    }

    /// - Throws: ``CatalogError`` of kind `rejected` when there was no row.
    func finish() throws(CatalogError) {
        guard !hasRows else { return }
        throw .rejection(
            "no line of the file begins with a code, behind a blank line", remedy: "check that it is \(kind.rawValue)",
            file: file)
    }
}
