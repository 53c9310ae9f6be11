internal import CatalogModel

/// Release labels and the dates they imply.
///
/// The fiscal year of CMS code sets starts on 1 October of the year before: `FY2025` is in force from 2024-10-01.
enum ReleaseLabel {
    /// The release these options name: the label implies the date where it is a fiscal year, and the date the label where it
    /// is a fiscal year's first day; else both are needed.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument`.
    static func release(label: String?, effective: CalendarDate?) throws(CatalogError) -> Release {
        let year = label.flatMap(fiscalYear)
        guard let effective = effective ?? year.flatMap(firstDay) else {
            throw CatalogError(
                .invalidArgument,
                label == nil ? "the release's first day is not given" : "the label implies no first day",
                remedy: "give --effective YYYY-MM-DD, or --release FYyyyy for a fiscal year")
        }
        if let year, Self.year(of: effective) != year {
            throw CatalogError(
                .invalidArgument, "\(effective) does not lie in fiscal year \(year)",
                remedy: "correct --release or --effective; fiscal years start on 1 October of the year before")
        }
        if let label, label.isEmpty {
            throw CatalogError(
                .invalidArgument, "the release's label is empty", remedy: "leave --release out or name it")
        }
        return Release(label: label ?? Self.label(of: effective), effective: effective)
    }

    /// `FY2025`, in any case and with or without a space.
    private static func fiscalYear(_ label: String) -> Int? {
        let folded = label.uppercased().filter { $0 != " " }
        guard folded.hasPrefix("FY"), folded.count == 6 else { return nil }
        return Int(folded.dropFirst(2))
    }

    private static func firstDay(ofFiscalYear year: Int) -> CalendarDate? {
        CalendarDate(year: year - 1, month: 10, day: 1)
    }

    private static func year(of day: CalendarDate) -> Int {
        let (year, month, _) = day.components
        return month >= 10 ? year + 1 : year
    }

    private static func label(of day: CalendarDate) -> String {
        let year = year(of: day)
        return firstDay(ofFiscalYear: year) == day ? "FY\(year)" : day.description
    }
}
