internal import CatalogModel

/// Turns the lines of a file of pair edits into edits.
struct PairEditTable {
    let file: String
    let setting: EditSetting

    private var preambleCount = 0
    private var hasRows = false
    /// The most lines above the first row; more are a file of another kind.
    private static let preambleCountMax = 60

    init(file: String, setting: EditSetting) {
        self.file = file
        self.setting = setting
    }

    /// The edit in a line; nil for the lines above the rows, and for empty ones.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming line and column.
    mutating func edit(from line: InputLine) throws(CatalogError) -> PairEdit? {
        guard !line.bytes.isEmpty else { return nil }
        do throws(PairEditRow.Fault) {
            let row = try PairEditRow(line.bytes[...])
            guard line.isTerminated else {
                throw .init(
                    "the file breaks off in this line; add a line end if it is whole", column: line.bytes.count + 1)
            }
            hasRows = true
            return row.edit(setting: setting)
        } catch {
            if !hasRows, error.isNoRow, preambleCount < Self.preambleCountMax {
                preambleCount += 1
                return nil
            }
            throw .rejection(error.message, file: file, line: line.number, column: error.column)
        }
    }

    /// - Throws: ``CatalogError`` of kind `rejected` when there was no row.
    func finish() throws(CatalogError) {
        guard !hasRows else { return }
        throw .rejection(
            "the file has no edits", remedy: "check that it is the text file of NCCI procedure-to-procedure edits",
            file: file)
    }
}
