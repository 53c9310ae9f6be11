internal import CatalogModel

/// One line of the HCPCS contractor record, as far as all kinds of lines are alike.
///
/// Columns: 1-5 code (of modifiers 4-5), 6-10 sequence number, 11 kind, 12-91 a piece of the long descriptor.
struct HCPCSLine {
    /// What a line is, by column 11.
    enum Kind: UInt8 {
        /// `3`: a code with its details.
        case code = 0x33
        /// `4`: more of a code's descriptor.
        case codeText = 0x34
        /// `7`: a modifier with its details.
        case modifier = 0x37
        /// `8`: more of a modifier's descriptor.
        case modifierText = 0x38

        /// The kind of line that this one goes on; nil for one that goes on none.
        var continued: Kind? {
            switch self {
            case .code, .modifier: nil
            case .codeText: .code
            case .modifierText: .modifier
            }
        }
    }

    let kind: Kind
    /// Capital letters and digits: five of a code, two of a modifier.
    let code: String
    /// Grows from line to line of a code.
    let sequence: Int
    /// Without the blanks around it.
    let text: String

    /// How long a whole line is.
    static let columnCount = 320
    /// The last column that a first line needs: the action code. Editors take blanks off behind it.
    private static let detailsEnd = 293

    /// Whether a line without its line end has the shape of one.
    static func hasShape(_ line: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(line.prefix(columnCount + 1))
        guard bytes.count > 11, bytes.count <= columnCount, let kind = Kind(rawValue: bytes[10]) else { return false }
        return bytes[5..<10].allSatisfy(\.isDigit) && (kind.continued != nil || bytes.count >= detailsEnd)
    }

    /// Reads the columns of a line.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, naming the column.
    init(_ line: InputLine, _ columns: FixedColumns) throws(CatalogError) {
        guard line.bytes.count <= Self.columnCount else {
            throw columns.rejection("the line is longer than \(Self.columnCount) columns", at: Self.columnCount + 1)
        }
        guard let kind = columns[11...11].first.flatMap(Kind.init) else {
            throw columns.rejection("the kind of line is none of 3, 4, 7 and 8", at: 11)
        }
        guard kind.continued != nil || line.bytes.count >= Self.detailsEnd else {
            throw columns.rejection("the line ends before column \(Self.detailsEnd)", at: line.bytes.count + 1)
        }
        guard line.isTerminated || line.bytes.count == Self.columnCount else {
            throw columns.rejection("the file breaks off in this line", at: line.bytes.count + 1)
        }
        let digits = columns[6...10]
        guard digits.count == 5, digits.allSatisfy(\.isDigit),
            let sequence = Int(String(decoding: digits, as: UTF8.self))
        else { throw columns.rejection("columns 6-10 are no sequence number", at: 6) }
        self.kind = kind
        self.sequence = sequence
        code = try Self.code(of: kind, columns)
        text = try columns.text(12...91)
    }

    private static func code(of kind: Kind, _ columns: FixedColumns) throws(CatalogError) -> String {
        let field = columns[1...5]
        let isModifier = (kind.continued ?? kind) == .modifier
        guard field.count == (isModifier ? 2 : 5), field.allSatisfy(\.isCapitalOrDigit),
            !isModifier || columns[1...3].isEmpty
        else {
            throw columns.rejection(
                isModifier ? "columns 4-5 are no modifier" : "columns 1-5 are no code of letters and digits", at: 1)
        }
        return String(decoding: field, as: UTF8.self)
    }
}
