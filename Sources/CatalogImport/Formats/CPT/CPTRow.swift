internal import CatalogModel

/// A code with a descriptor, from a line of one of the files of CPT.
struct CPTRow {
    /// What is wrong with a line, and at which column, counted in bytes from 1.
    struct Fault: Error {
        var message: String
        var column: Int

        init(_ message: String, column: Int) {
            self.message = message
            self.column = column
        }
    }

    let key: CodeKey
    let text: String

    /// A row of a table.
    init(key: CodeKey, text: String) {
        self.key = key
        self.text = text
    }

    /// Reads a line of a list, without its line end: the code, a tab or blank, the descriptor.
    init(_ line: ArraySlice<UInt8>, of kind: CPTFile) throws(Fault) {
        guard let key = Self.key(line.prefix(5)) else { throw Fault("the line does not begin with a code", column: 1) }
        let separator = kind == .long ? UInt8(ascii: "\t") : UInt8(ascii: " ")
        guard line.dropFirst(5).first == separator else {
            throw Fault("no \(kind == .long ? "tab" : "blank") follows the code", column: 6)
        }
        guard let text = Self.text(line.dropFirst(6)) else { throw Fault("the descriptor is no text", column: 7) }
        guard !text.isEmpty else { throw Fault("the descriptor is empty", column: 7) }
        if let tab = line.dropFirst(6).firstIndex(of: UInt8(ascii: "\t")) {
            throw Fault("a tab stands in the descriptor", column: tab - line.startIndex + 1)
        }
        if let width = kind.descriptorWidth, text.unicodeScalars.count > width {
            throw Fault("the descriptor has more than \(width) columns", column: 7 + width)
        }
        self.init(key: key, text: text)
    }

    /// The key of a CPT code; nil for other codes, and for what is none.
    static func key(_ field: some Collection<UInt8>) -> CodeKey? {
        guard let key = ProcedureCode.key(field), key.system == .cpt else { return nil }
        return key
    }

    /// The text of a field without blanks around it: UTF-8, or else Windows code page 1252. nil for what is neither.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        guard let text = TextEncoding.utf8.text(bytes) ?? TextEncoding.windows1252.text(bytes) else { return nil }
        return PageText.trimmed(text[...])
    }
}

extension InputLine {
    /// Whether it says nothing: blanks only, or the end-of-file mark that old programs write.
    var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x1A } }
}
