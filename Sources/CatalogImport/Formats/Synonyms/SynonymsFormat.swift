internal import CatalogModel
internal import CatalogStore

/// An operator's synonyms in a CSV file of ours, UTF-8, with a header row; see <doc:SynonymFiles>.
///
/// Each file is a body of facts of its own, told by its name: importing a file of the same name again replaces what it
/// held, and other files' synonyms stay.
struct SynonymsFormat: ImportFormat {
    let name = "synonyms"
    let title = "a table of synonyms"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        SynonymRow.columns.begin(opening)
            && SynonymRow.columns.optional.contains { ColumnNames(required: [$0], optional: []).begin(opening) }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        for file in try SourceFile.all(in: request.files, endingIn: [".csv"]) {
            let reader = file.fields()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            let header = try SynonymRow.columns.header(of: reader)
            let scope = FactScope(format: name, part: Self.part(file.baseName))
            var edition = try EditionLabel.edition(of: scope, request)
            edition.files = [file.baseName]
            try session.declare(edition)
            try session.readRecords(of: reader) { record throws(CatalogError) in
                guard !record.isBlank else { return session.skipRow() }
                for term in try SynonymRow(NamedFields(record, header, file: reader.name)).terms {
                    try session.put(term, in: scope)
                }
            }
        }
    }

    /// The file's name without its endings, so that it makes no difference how it is packed.
    private static func part(_ name: String) -> String {
        var part = name.lowercased()
        for ending in [".gz", ".csv"] where part.hasSuffix(ending) { part.removeLast(ending.count) }
        return part
    }
}
