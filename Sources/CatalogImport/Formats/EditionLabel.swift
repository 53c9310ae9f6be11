internal import CatalogModel

/// The edition of facts that a request's options name.
///
/// Without options an edition has no label and is in force since ever. A label that is a quarter (`2025Q3`), a fiscal
/// year (`FY2025`) or a year (`2025`) implies its first day; a first day alone is the label, too.
enum EditionLabel {
    /// The edition of a scope that a request's files are.
    ///
    /// - Parameter printed: What the file calls itself: the label of an edition that the request does not name.
    /// - Throws: ``CatalogError`` of kind `invalidArgument`.
    static func edition(
        of scope: FactScope, _ request: ImportRequest, printed: String = ""
    ) throws(CatalogError) -> FactEdition {
        if request.release?.isEmpty == true {
            throw CatalogError(
                .invalidArgument, "the release's label is empty", remedy: "leave --release out or name it")
        }
        let implied = request.release.flatMap(period)
        let effective = request.effective ?? implied?.effective
        if let effective, let implied, !implied.contains(effective) {
            throw CatalogError(
                .invalidArgument, "\(effective) does not lie in \(request.release ?? "")",
                remedy: "correct --release or --effective")
        }
        return FactEdition(
            scope: scope, label: request.release ?? effective?.description ?? printed, effective: effective,
            files: request.files.map { String($0.split(separator: "/").last ?? "file") })
    }

    /// The same, for files that say nothing of their days: the edition must have a first day.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument`.
    static func datedEdition(of scope: FactScope, _ request: ImportRequest) throws(CatalogError) -> FactEdition {
        let edition = try edition(of: scope, request)
        guard edition.effective != nil else { throw CatalogError.missingFirstDay }
        return edition
    }

    /// The release of a code system that a request's files are, named in the same way; it must have a first day.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument`.
    static func release(_ request: ImportRequest) throws(CatalogError) -> Release {
        let edition = try datedEdition(of: FactScope(format: request.format), request)
        guard let effective = edition.effective else { throw CatalogError.missingFirstDay }
        return Release(label: edition.label, effective: effective)
    }

    /// The days a label means by itself; nil when it means none.
    private static func period(_ label: String) -> ValidityPeriod? {
        let folded = label.uppercased().filter { $0 != " " && $0 != "-" }
        let digits = folded.prefix { $0.isNumber }
        if folded.hasPrefix("FY"), let year = year(folded.dropFirst(2)) { return months(year - 1, 10, 12) }
        guard let year = year(digits) else { return nil }
        let rest = folded.dropFirst(digits.count)
        if rest.isEmpty { return months(year, 1, 12) }
        guard rest.count == 2, rest.first == "Q", let quarter = rest.last?.wholeNumberValue, (1...4).contains(quarter)
        else { return nil }
        return months(year, quarter * 3 - 2, 3)
    }

    private static func year(_ text: some StringProtocol) -> Int? { text.count == 4 ? Int(text) : nil }

    private static func months(_ year: Int, _ month: Int, _ count: Int) -> ValidityPeriod? {
        let last = month - 1 + count
        guard let start = CalendarDate(year: year, month: month, day: 1),
            let end = CalendarDate(year: year + last / 12, month: last % 12 + 1, day: 1)
        else { return nil }
        return ValidityPeriod(effective: start, terminated: end)
    }
}

extension CatalogError {
    fileprivate static let missingFirstDay = CatalogError(
        .invalidArgument, "the first day of the files is not given",
        remedy: "give --release with a quarter such as 2025Q3, or --effective YYYY-MM-DD")
}
