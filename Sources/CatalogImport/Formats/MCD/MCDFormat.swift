internal import CatalogModel
internal import CatalogStore

/// The Medicare Coverage Database as CMS publishes it for download: local coverage determinations (LCDs), the
/// contractors' billing and coding articles, and national coverage determinations (NCDs).
///
/// A download is a zip archive of which another one holds the tables as CSV files: `all_lcd.zip`, `all_article.zip`,
/// `ncd.zip`, or their `current_` kin. Tables refer to each other:
/// - `lcd`, `article` and `ncd_trkg` are the documents, each in several versions; their texts are HTML, of which an
///   excerpt is kept beside the address of the whole.
/// - Codes stand in articles: `article_x_hcpc_code`, `article_x_icd10_covered`, `…_noncovered` and
///   `…_icd10_pcs_code`; only LCDs for equipment have an `lcd_x_hcpc_code`. `article_related_documents` leads from an
///   article to its LCDs, which so speak of its codes on the same days; `article_related_ncd_documents` leads to NCDs,
///   which so speak of its procedures.
/// - `…_x_contractor`, `contractor`, `contractor_jurisdiction` and `state_lookup` say whose a document is and where it
///   applies. Each contractor is a payer of its own.
///
/// Local and national documents are two bodies of facts, each replaced as a whole by the files that hold it, so LCDs and
/// articles are imported together. Descriptors of codes are not read. Days are taken from the documents' versions: the
/// last day of a version is the one printed, or the day before the next version's first.
struct MCDFormat: ImportFormat {
    let name = "mcd"
    let title = "a table of the Medicare Coverage Database"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool {
        let keys = [["lcd_id", "lcd_version"], ["article_id", "article_version"], ["NCD_id", "NCD_vrsn_num"]]
        return keys.contains { ColumnNames(required: $0, optional: []).begin(opening) }
    }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        let files = try MCDFiles(request.files, format: self)
        let library = try MCDLibrary(files, session)
        var codes = MCDCodes()
        try MCDCodeTables(files: files, library: library).read(into: &codes, session)
        for (part, kinds) in [("local", [MCDDocument.Kind.lcd, .article]), ("national", [.ncd])] {
            let places = library.documents.indices.filter { kinds.contains(library.documents[$0].id.kind) }
            guard !places.isEmpty else { continue }
            let scope = FactScope(format: name, part: part)
            try session.declare(EditionLabel.edition(of: scope, request))
            for place in places {
                for policy in library.documents[place].policies { try session.put(policy, in: scope) }
            }
            try put(codes, of: Set(places), library, into: session, scope)
        }
    }

    private func put(
        _ codes: MCDCodes, of places: Set<Int>, _ library: MCDLibrary, into session: ImportSession, _ scope: FactScope
    ) throws(CatalogError) {
        let payers = library.documents.map { $0.payers.sorted() }
        for mention in codes.sorted where places.contains(mention.document) {
            for payer in payers[mention.document] {
                let entry = PolicyCode(
                    key: mention.key, payer: payer, number: library.documents[mention.document].number,
                    coverage: mention.coverage, period: mention.period)
                try session.put(entry, in: scope)
            }
        }
    }
}
