internal import CatalogModel

/// The fields of a record by the names its header gives them.
struct NamedFields {
    private let record: DelimitedReader.Record
    private let header: HeaderRow
    private let file: String

    /// The fields of a record of this file.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` for a record with more or fewer fields than the header, and for one
    ///   that the file breaks off in.
    init(_ record: DelimitedReader.Record, _ header: HeaderRow, file: String) throws(CatalogError) {
        try header.check(record, file: file)
        guard record.isTerminated else {
            throw .rejection(
                "the file breaks off in this line", remedy: "add a line end if it is whole", file: file,
                line: record.line)
        }
        self.record = record
        self.header = header
        self.file = file
    }

    /// The field of a column, without blanks around it.
    subscript(name: String) -> String { header.field(name, of: record) }

    /// The field of a column as the key of a procedure.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, when it is none.
    func procedure(_ name: String) throws(CatalogError) -> CodeKey {
        guard let key = ProcedureCode.key(self[name]) else {
            throw rejection("the code is not five letters and digits", at: name)
        }
        return key
    }

    /// A record whose field in a column is not as its format asks for.
    func rejection(_ message: String, remedy: String = "", at name: String) -> CatalogError {
        .rejection(message, remedy: remedy, file: file, line: record.line, column: header.column(of: name, in: record))
    }
}

extension DelimitedReader.Record {
    /// Whether the record says nothing: an empty line, or the end-of-file mark that old programs write.
    var isBlank: Bool { fields.allSatisfy { PageText.trimmed($0[...]).isEmpty || $0 == "\u{1A}" } }
}
