internal import CatalogModel

/// Instants for people.
enum UTCTime {
    /// `YYYY-MM-DD hh:mm:ss UTC`; the number of seconds itself where it lies outside the calendar.
    static func text(_ seconds: Int64) -> String {
        var (day, secondOfDay) = seconds.quotientAndRemainder(dividingBy: 86_400)
        if secondOfDay < 0 { (day, secondOfDay) = (day - 1, secondOfDay + 86_400) }
        guard let date = Int32(exactly: day).flatMap(CalendarDate.init(dayNumber:)) else { return "\(seconds)" }
        let parts = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
        return "\(date) " + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") + " UTC"
    }
}
