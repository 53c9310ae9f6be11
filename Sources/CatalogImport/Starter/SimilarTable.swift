internal import CatalogModel

/// Similar codes from a file: `system<TAB>code<TAB>system<TAB>code<TAB>reason` in each line, from the first code to the
/// second, best first; the reason is a ``SimilarityReason``.
struct SimilarTable {
    private var codesByKey: [CodeKey: [SimilarCode]] = [:]

    /// Reads a table.
    ///
    /// - Throws: ``CatalogError``, naming the line; also for a pair that occurs twice or a code similar to itself.
    init(path: String) throws(CatalogError) {
        let layout = "system<TAB>code<TAB>system<TAB>code<TAB>reason"
        for row in try TabSeparated.rows(of: path, columnCount: 5, layout: layout) {
            let key = try row.key(system: 0, code: 1)
            let other = try row.key(system: 2, code: 3)
            guard let reason = SimilarityReason(rawValue: row.fields[4]) else {
                throw .rejection(
                    "'\(row.fields[4])' is no reason",
                    remedy: "use \(SimilarityReason.allCases.map(\.rawValue).joined(separator: ", "))", file: path,
                    line: row.line)
            }
            let known = codesByKey[key, default: []]
            guard key != other, !known.contains(where: { $0.key == other }) else {
                throw .rejection(
                    "the pair of \(key) and \(other) is the same code, or is listed already", remedy: "remove the line",
                    file: path, line: row.line)
            }
            let code = SimilarCode(key: other, reason: reason, score: Self.score(rank: known.count))
            codesByKey[key, default: []].append(code)
        }
    }

    /// The similar codes of a key, best first.
    func codes(of key: CodeKey) -> [SimilarCode] { codesByKey[key] ?? [] }

    /// A list written by hand has an order and no measure: 1, ½, ⅓ … says so and sorts.
    private static func score(rank: Int) -> Double { 1 / Double(rank + 1) }
}
