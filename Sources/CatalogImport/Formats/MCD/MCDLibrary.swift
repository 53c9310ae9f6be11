internal import CatalogModel

/// The documents of the coverage database, whose they are, and which articles speak of codes for which of the others.
struct MCDLibrary {
    /// The most bytes of a document's text that are kept.
    static let excerptByteCountMax = 2_000

    private(set) var documents: [MCDDocument] = []
    private var places: [MCDDocument.ID: Int] = [:]
    /// The documents that versions of articles lead to.
    private var related: [Edge: Set<Int>] = [:]
    private var numbers: Set<String> = []
    private var undatedCount = 0

    private struct Edge: Hashable {
        var article: Int
        var version: Int
    }

    init(_ files: MCDFiles, _ session: ImportSession) throws(CatalogError) {
        try readDocuments(files, session)
        let contractors = try MCDContractors(files, session)
        try readContractors(of: .lcd, contractors, files, session)
        try readContractors(of: .article, contractors, files, session)
        for place in documents.indices { documents[place].settle() }
        try readRelations(files, session)
        if undatedCount > 0 {
            session.note("\(undatedCount) versions of documents are drafts or have no first day, and are left out")
        }
    }

    /// Where a document stands among ``documents``; nil when it was not read.
    func place(of id: MCDDocument.ID) -> Int? { places[id] }

    /// The documents that speak of the codes of a version of an article: those it leads to.
    func places(relatedTo article: Int, version: Int) -> Set<Int> {
        related[Edge(article: article, version: version)] ?? []
    }

    // MARK: Documents

    private mutating func readDocuments(_ files: MCDFiles, _ session: ImportSession) throws(CatalogError) {
        try files.read("lcd", columns: ["lcd_id", "lcd_version", "title", "rev_eff_date"], session) {
            record throws(CatalogError) in
            try add(
                record, .lcd, id: "lcd_id", version: "lcd_version", letter: "L", title: "title", text: "indication",
                first: try record.day("rev_eff_date", "orig_det_eff_date"),
                last: try record.day("date_retired", "rev_end_date", "ent_det_end_date"))
        }
        try files.read("article", columns: ["article_id", "article_version", "title", "article_eff_date"], session) {
            record throws(CatalogError) in
            try add(
                record, .article, id: "article_id", version: "article_version", letter: "A", title: "title",
                text: "description", first: try record.day("article_eff_date", "article_pub_date"),
                last: try record.day("date_retired", "article_rev_end_date", "article_end_date"))
        }
        try files.read("ncd_trkg", columns: ["NCD_id", "NCD_vrsn_num", "NCD_mnl_sect_title"], session) {
            record throws(CatalogError) in
            try add(
                record, .ncd, id: "NCD_id", version: "NCD_vrsn_num", letter: "", title: "NCD_mnl_sect_title",
                text: "indctn_lmtn", first: try record.day("NCD_efctv_dt"), last: try record.day("NCD_trmntn_dt"))
        }
    }

    private mutating func add(
        _ record: MCDRecord, _ kind: MCDDocument.Kind, id: String, version: String, letter: String, title: String,
        text: String, first: CalendarDate?, last: CalendarDate?
    ) throws(CatalogError) {
        let id = MCDDocument.ID(kind: kind, number: try record.number(id))
        let number = try record.number(version)
        // P is proposed and D a draft: neither is in force.
        guard let first, !["P", "D"].contains(record["status"]) else { return undatedCount += 1 }
        let place = places[id] ?? documents.count
        if place == documents.count {
            let printed = kind == .ncd ? record["NCD_mnl_sect"] : record["display_id"]
            var name = printed.isEmpty ? "\(letter)\(id.number)" : printed
            // A number is a policy's name, and a section of the NCD manual may be that of several documents.
            if !numbers.insert(name).inserted { name += " (\(id.number))" }
            documents.append(MCDDocument(id: id, number: name))
            places[id] = place
        }
        documents[place].add(
            MCDDocument.Version(
                number: number, title: HTMLText.plain(record[title], byteCountMax: 500),
                coverage: HTMLText.plain(record[text], byteCountMax: Self.excerptByteCountMax), effective: first,
                lastDay: last))
    }

    // MARK: What belongs to them

    private mutating func readContractors(
        of kind: MCDDocument.Kind, _ contractors: MCDContractors, _ files: MCDFiles, _ session: ImportSession
    ) throws(CatalogError) {
        let table = kind == .lcd ? "lcd" : "article"
        let columns = ["\(table)_id", "\(table)_version"]
        try files.read("\(table)_x_contractor", columns: columns + MCDContractors.ID.columns, session) {
            record throws(CatalogError) in
            let id = MCDDocument.ID(kind: kind, number: try record.number(columns[0]))
            let version = try record.number(columns[1])
            guard let place = places[id], let contractor = contractors.named(.init(record)) else { return }
            documents[place].add(contractor: contractor.name, in: contractor.states, toVersion: version)
        }
    }

    private mutating func readRelations(_ files: MCDFiles, _ session: ImportSession) throws(CatalogError) {
        for (table, column, kind) in [
            ("article_related_documents", "r_lcd_id", MCDDocument.Kind.lcd),
            ("article_related_ncd_documents", "r_ncd_id", .ncd),
        ] {
            try files.read(table, columns: ["article_id", "article_version", column], session) {
                record throws(CatalogError) in
                // Articles lead to other articles, too.
                guard !record[column].isEmpty else { return }
                let target = MCDDocument.ID(kind: kind, number: try record.number(column))
                let edge = Edge(
                    article: try record.number("article_id"), version: try record.number("article_version"))
                if let place = places[target] { related[edge, default: []].insert(place) }
            }
        }
    }
}
