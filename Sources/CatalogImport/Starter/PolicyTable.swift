internal import CatalogModel

/// Health-plan policies from a CSV file with the columns ``columns``; jurisdictions and codes are lists separated by `;`,
/// each code `system:code`; `retired` is the first day a policy no longer applies; `sample` is true or false.
struct PolicyTable {
    static let columns = [
        "payer", "number", "title", "type", "url", "jurisdictions", "effective", "retired", "coverage",
        "prior_authorization", "sample", "codes",
    ]

    private var policiesByKey: [CodeKey: [Policy]] = [:]

    /// Reads a table.
    ///
    /// - Throws: ``CatalogError``, naming the line; also for a payer's number that occurs twice.
    init(path: String) throws(CatalogError) {
        let bytes = try LineReader(path: path).remainder(byteCountMax: 16 << 20)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .rejection("the file is not UTF-8", remedy: "convert it to UTF-8", file: path)
        }
        var seen: Set<[String]> = []
        for row in try CSVReader.rows(of: text, columns: Self.columns, file: path) {
            let place = CatalogError.Location(file: path, line: row.line)
            guard seen.insert([row["payer"], row["number"]]).inserted else {
                throw CatalogError(
                    .rejected, "policy \(row["number"]) of \(row["payer"]) is listed already", remedy: "remove the row",
                    at: place)
            }
            let policy = try Self.policy(row, at: place)
            for key in try Self.keys(row["codes"], at: place) { policiesByKey[key, default: []].append(policy) }
        }
    }

    /// The policies about a key, in file order.
    func policies(of key: CodeKey) -> [Policy] { policiesByKey[key] ?? [] }

    private static func policy(_ row: CSVReader.Row, at place: CatalogError.Location) throws(CatalogError) -> Policy {
        for column in ["payer", "number", "title"] where row[column].isEmpty {
            throw CatalogError(.rejected, "the column \(column) is empty", remedy: "fill it in", at: place)
        }
        guard let isSample = Bool(row["sample"]) else {
            throw CatalogError(
                .rejected, "'\(row["sample"])' is neither true nor false", remedy: "say whether it is a sample",
                at: place)
        }
        return Policy(
            payer: row["payer"], number: row["number"], title: row["title"], type: row["type"], url: row["url"],
            jurisdictions: list(row["jurisdictions"]), period: try period(row, at: place), coverage: row["coverage"],
            priorAuthorization: row["prior_authorization"], isSample: isSample)
    }

    private static func period(
        _ row: CSVReader.Row, at place: CatalogError.Location
    ) throws(CatalogError) -> ValidityPeriod {
        let period = ValidityPeriod(
            effective: try date(row["effective"], at: place), terminated: try date(row["retired"], at: place))
        if let first = period.effective, let end = period.terminated, end <= first {
            throw CatalogError(
                .rejected, "the policy is retired before it applies", remedy: "correct the dates", at: place)
        }
        return period
    }

    private static func date(_ text: String, at place: CatalogError.Location) throws(CatalogError) -> CalendarDate? {
        if text.isEmpty { return nil }
        if let date = CalendarDate(text) { return date }
        throw CatalogError(.rejected, "'\(text)' is no date", remedy: "write YYYY-MM-DD", at: place)
    }

    private static func keys(_ text: String, at place: CatalogError.Location) throws(CatalogError) -> [CodeKey] {
        var keys: [CodeKey] = []
        for part in list(text) {
            let halves = part.split(separator: ":", maxSplits: 1).map(String.init)
            guard halves.count == 2, let system = CodeSystem(name: halves[0]),
                let key = try? CodeKey(system: system, code: halves[1])
            else { throw CatalogError(.rejected, "'\(part)' is no code", remedy: "write system:code", at: place) }
            guard !keys.contains(key) else {
                throw CatalogError(.rejected, "'\(part)' is named twice", remedy: "name each code once", at: place)
            }
            keys.append(key)
        }
        guard !keys.isEmpty else {
            throw CatalogError(.rejected, "the policy names no code", remedy: "add one", at: place)
        }
        return keys
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ";").map { PageText.trimmed($0) }.filter { !$0.isEmpty }
    }
}
