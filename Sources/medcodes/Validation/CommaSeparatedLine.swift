internal import CatalogModel

/// The cells of one line of comma-separated values (RFC 4180): a quoted cell may hold commas and doubled quotes, but here
/// no line end.
struct CommaSeparatedLine {
    /// A cell and where it starts.
    struct Cell: Hashable {
        var text: String
        /// In bytes, counted from 1.
        var column: Int
    }

    /// At least one.
    private(set) var cells: [Cell] = []
    private let bytes: [UInt8]
    private var index = 0

    /// Reads a line.
    ///
    /// - Parameter place: The line; errors add the column.
    /// - Throws: ``CatalogError`` of kind `rejected` for quotes out of place.
    init(_ line: String, at place: CatalogError.Location) throws(CatalogError) {
        bytes = Array(line.utf8)
        while true {
            let start = index
            let text = next == UInt8(ascii: "\"") ? try quoted(at: place) : plain()
            cells.append(Cell(text: text, column: start + 1))
            guard let next else { return }
            guard next == UInt8(ascii: ",") else {
                throw place.column(index + 1).rejection("text follows a quoted cell", "double the quotes inside cells")
            }
            index += 1
        }
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func plain() -> String {
        let cell = bytes[index...].prefix { $0 != UInt8(ascii: ",") }
        index += cell.count
        return String(decoding: cell, as: UTF8.self)
    }

    private mutating func quoted(at place: CatalogError.Location) throws(CatalogError) -> String {
        let start = index
        var cell: [UInt8] = []
        index += 1
        while let byte = next {
            index += 1
            if byte == UInt8(ascii: "\"") {
                guard next == byte else { return String(decoding: cell, as: UTF8.self) }
                index += 1
            }
            cell.append(byte)
        }
        throw place.column(start + 1).rejection(
            "the quoted cell that starts here has no end on its line", "add the missing quote")
    }
}

extension CatalogError.Location {
    /// The place of a column in the line.
    func column(_ column: Int) -> Self { Self(file: file, line: line, column: column) }

    /// What is wrong there.
    func rejection(_ message: String, _ remedy: String) -> CatalogError {
        CatalogError(.rejected, message, remedy: remedy, at: self)
    }
}
