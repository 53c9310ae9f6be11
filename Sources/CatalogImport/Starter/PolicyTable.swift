internal import CatalogModel

/// Health-plan policies from a file of the format `policies`, for pages; each policy stands in one row.
struct PolicyTable {
    private var policiesByKey: [CodeKey: [Policy]] = [:]

    /// Reads a table.
    ///
    /// - Throws: ``CatalogError``, naming the line; also for a payer's number that occurs twice.
    init(path: String) throws(CatalogError) {
        var seen: Set<[String]> = []
        for file in try SourceFile.all(in: path, endingIn: [".csv"]) {
            let reader = file.fields()
            let header = try PolicyRow.columns.header(of: reader)
            while let record = try reader.next() {
                if record.isBlank { continue }
                let fields = try NamedFields(record, header, file: reader.name)
                let row = try PolicyRow(fields)
                guard seen.insert([row.policy.payer, row.policy.number]).inserted else {
                    throw fields.rejection(
                        "policy \(row.policy.number) of \(row.policy.payer) is listed already",
                        remedy: "remove the row",
                        at: "number")
                }
                for entry in row.entries { policiesByKey[entry.key, default: []].append(row.policy) }
            }
        }
    }

    /// The policies about a key, in file order.
    func policies(of key: CodeKey) -> [Policy] { policiesByKey[key] ?? [] }
}
