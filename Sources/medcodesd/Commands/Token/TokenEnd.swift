internal import CatalogModel

/// When a new token ends, as people write it: `90d`, `12h`, `2027-12-31` or `never`.
struct TokenEnd: Hashable, Sendable {
    /// The first second in which it is good no more; nil for never.
    let unixSeconds: Int?

    /// The longest time that may be written as a number, in days.
    static let dayCountMax = 36_500

    /// Reads it; nil for anything else, and for what is over.
    init?(_ text: String, now: Int) {
        if text == "never" {
            unixSeconds = nil
            return
        }
        let end: Int
        if let day = CalendarDate(text) {
            end = (Int(day.dayNumber) + 1) * 86_400
        } else {
            guard let unit = text.last, let seconds = ["d": 86_400, "h": 3600][unit], let count = Int(text.dropLast()),
                (1...Self.dayCountMax * 24).contains(count), count * seconds <= Self.dayCountMax * 86_400
            else { return nil }
            end = now + count * seconds
        }
        guard end > now else { return nil }
        unixSeconds = end
    }
}
