internal import CatalogModel
internal import CatalogStore

/// Payers' policies in a CSV file of ours, UTF-8, with a header row; see <doc:PolicyFiles>.
///
/// Each payer is a body of facts of its own: its policies are replaced as a whole by a file that names it, and those of
/// other payers stay. Without `--release` and `--effective` the rows' own days alone count.
struct PoliciesFormat: ImportFormat {
    let name = "policies"
    let title = "a table of payers' policies"

    func check(_ request: ImportRequest) throws(CatalogError) {
        try refusePageOptions(request)
        _ = try EditionLabel.edition(of: FactScope(format: name), request)
    }

    func recognises(_ opening: FileOpening) -> Bool { PolicyRow.columns.begin(opening) }

    func read(_ request: ImportRequest, into session: ImportSession) throws(CatalogError) {
        var payers: [String: FactScope] = [:]
        for file in try SourceFile.all(in: request.files, endingIn: [".csv"]) {
            let reader = file.fields()
            try ImportFormats.check(FileOpening(bytes: reader.opening()), is: self, file: reader.name)
            let header = try PolicyRow.columns.header(of: reader)
            try session.readRecords(of: reader) { record throws(CatalogError) in
                guard !record.isBlank else { return session.skipRow() }
                let row = try PolicyRow(NamedFields(record, header, file: reader.name))
                let payer = row.policy.payer.lowercased()
                let scope = payers[payer] ?? FactScope(format: name, part: payer)
                if payers.updateValue(scope, forKey: payer) == nil {
                    try session.declare(EditionLabel.edition(of: scope, request))
                }
                try session.put(row.policy, in: scope)
                for entry in row.entries { try session.put(entry, in: scope) }
            }
        }
    }
}
