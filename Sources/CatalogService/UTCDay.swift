public import CatalogModel
internal import Glibc

/// Today, in UTC: the day a request without as-of date asks for.
public enum UTCDay {
    /// Reads the system's clock, without a system call (vdso(7)).
    public static func today() -> CalendarDate {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &now)
        let dayNumber = Int32(clamping: now.tv_sec / 86_400)
        // A clock set before year 1 or after 9999 reads as 1970.
        return CalendarDate(dayNumber: dayNumber) ?? .epoch
    }
}

extension CalendarDate {
    /// 1970-01-01, which is inside the calendar.
    fileprivate static let epoch = CalendarDate(dayNumber: 0)!
}
