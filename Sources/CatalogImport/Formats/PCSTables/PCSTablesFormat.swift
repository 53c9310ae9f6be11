internal import CatalogModel
internal import CatalogStore

/// The ICD-10-PCS tables as CMS publishes them: XML, and within `ICD10PCS.tabular` a `pcsTable` for each three leading
/// characters.
///
/// A table has an `axis` for each of those, and then a `pcsRow` with an axis for each of the other four. An axis has a
/// title, a label for each of its values, and sometimes a definition of the value before. The codes of a table are the
/// products of the values of each row, so what a character means is known only together with its table; the labels of
/// one row are facts of their own. The counts that the document prints (`values`, `codes`) must be right: a document that
/// lost something must not pass.
///
/// The document's `version` is the edition's label where the request names none.
struct PCSTablesFormat: ImportFormat {
    let name = "icd10-pcs-tables"
    let title = "the ICD-10-PCS tables"

    private var scope: FactScope { FactScope(format: name) }

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        try refuseManyFiles(request)
        _ = try EditionLabel.edition(of: scope, request)
    }

    func recognises(_ opening: FileOpening) -> Bool { opening.isXML(root: PCSTables.root) }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let document = try document(in: request.files[0])
        var tables = PCSTables(file: document.name)
        try document.read { event, line throws(CatalogError) in
            guard let row = try tables.take(event, line: line) else { return }
            if tables.isFirst(row) {
                try session.declare(EditionLabel.edition(of: scope, request, printed: tables.version))
            }
            try session.row(at: .init(file: document.name, line: row.line)) { () throws(CatalogError) in
                for value in try row.values(file: document.name) { try session.put(value, in: scope) }
            }
        }
        try tables.finish()
    }
}
