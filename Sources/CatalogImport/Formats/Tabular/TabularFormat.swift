internal import CatalogModel
internal import CatalogStore

/// The ICD-10-CM Tabular List as CDC publishes it: XML, and within `ICD10CM.tabular` chapters, in them sections, in them
/// `diag` elements within one another, each with its notes.
///
/// Every chapter, section and code stands under another one (``HierarchyLink``). A chapter's key is its number, a
/// section's its range of categories (`A00-A09`; `B20-B20` where it has one only, since `B20` is the category). Sections
/// follow each other in the document, but the range of one may lie within that of another, which it then stands under.
/// Notes are kept in their order by kind; the inclusion terms of codes are terms as well.
///
/// The list may be newer than the codes that are loaded; what it says of others is kept until they come. Its `version` is
/// the edition's label where the request names none.
struct TabularFormat: ImportFormat {
    let name = "icd10-cm-tabular"
    let title = "the ICD-10-CM Tabular List"

    private var scope: FactScope { FactScope(format: name) }

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        try refuseManyFiles(request)
        _ = try EditionLabel.edition(of: scope, request)
    }

    func recognises(_ opening: FileOpening) -> Bool { opening.isXML(root: TabularList.root) }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let document = try document(in: request.files[0])
        var list = TabularList(file: document.name)
        try document.read { event, line throws(CatalogError) in
            guard let entry = try list.take(event, line: line) else { return }
            if list.entryCount == 1 {
                try session.declare(EditionLabel.edition(of: scope, request, printed: list.version))
            }
            try session.row(at: .init(file: document.name, line: entry.line)) { () throws(CatalogError) in
                try store(entry, file: document.name, in: session)
            }
        }
        try list.finish()
        for element in list.unknownElements.sorted() {
            session.note("\(document.name): the element '\(element)' is not known; its text is kept as notes")
        }
    }

    private func store(_ entry: TabularEntry, file: String, in session: ImportSession) throws(CatalogError) {
        try session.put(entry.link(file: file), in: scope)
        for note in try entry.tabularNotes(file: file) { try session.put(note, in: scope) }
        for term in try entry.terms(file: file) { try session.put(term, in: scope) }
    }
}
