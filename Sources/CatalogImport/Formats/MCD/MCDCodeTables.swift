internal import CatalogModel

/// Reads the tables that say which codes documents speak of.
struct MCDCodeTables {
    let files: MCDFiles
    let library: MCDLibrary

    /// A table: the codes in a column, of a system, for what articles or LCDs say of them.
    private struct Table {
        var name: String
        var column: String
        var kind = MCDDocument.Kind.article
        /// nil for codes of CPT and HCPCS, which tell by themselves.
        var system: CodeSystem?
        var statement: MCDCodes.Statement?

        /// Whether the codes are of procedures, of which national documents speak, too.
        var isOfProcedures: Bool { system != .icd10CM }
    }

    private static let tables = [
        Table(name: "lcd_x_hcpc_code", column: "hcpc_code_id", kind: .lcd),
        Table(name: "article_x_hcpc_code", column: "hcpc_code_id"),
        Table(name: "article_x_icd10_pcs_code", column: "icd10_pcs_code_id", system: .icd10PCS),
        Table(name: "article_x_icd10_covered", column: "icd10_code_id", system: .icd10CM, statement: .supports),
        Table(
            name: "article_x_icd10_noncovered", column: "icd10_code_id", system: .icd10CM, statement: .doesNotSupport),
    ]

    /// What contractors write where there is no code to name.
    private static let noCode = "XX000"

    func read(into codes: inout MCDCodes, _ session: ImportSession) throws(CatalogError) {
        for table in Self.tables {
            let prefix = table.kind == .lcd ? "lcd" : "article"
            let columns = ["\(prefix)_id", "\(prefix)_version", table.column]
            var strangeCount = 0
            try files.read(table.name, columns: columns, session) { record throws(CatalogError) in
                let id = MCDDocument.ID(kind: table.kind, number: try record.number(columns[0]))
                let version = try record.number(columns[1])
                guard record[table.column] != Self.noCode, let place = library.place(of: id),
                    let period = library.documents[place].period(ofVersion: version)
                else { return }
                guard let key = Self.key(record[table.column], of: table.system) else { return strangeCount += 1 }
                try codes.add(key, to: place, on: period, table.statement)
                guard table.kind == .article else { return }
                for other in library.places(relatedTo: id.number, version: version) {
                    if library.documents[other].id.kind == .ncd, !table.isOfProcedures { continue }
                    try codes.add(key, to: other, on: period, nil)
                }
            }
            if strangeCount > 0 {
                session.note("\(table.name): \(strangeCount) rows name what is no code, and are left out")
            }
        }
    }

    private static func key(_ text: String, of system: CodeSystem?) -> CodeKey? {
        guard let system else { return ProcedureCode.key(text.uppercased()) }
        return (try? CodeKey(system: system, code: text)).flatMap { $0.code.utf8.count <= 7 ? $0 : nil }
    }
}
