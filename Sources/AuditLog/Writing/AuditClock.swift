internal import Glibc

/// Writes the time of day as RFC 3339 has it, to the microsecond: `2026-11-21T21:42:25.123456Z`. The calendar is asked once
/// for each second. Has one owner.
struct AuditClock {
    private var second: time_t = -1
    /// The date and time of that second, in its parts.
    private var calendar = tm()

    /// Appends the time it is now.
    ///
    /// - Parameter compact: Without dashes and colons, as names of files have it: `20261121T214225.123456Z`.
    mutating func append(to bytes: AuditBytes, compact: Bool = false) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        if now.tv_sec != second {
            second = now.tv_sec
            gmtime_r(&second, &calendar)
        }
        let (dash, colon): (StaticString, StaticString) = compact ? ("", "") : ("-", ":")
        Self.append(calendar.tm_year + 1900, digits: 4, to: bytes)
        bytes.append(dash)
        Self.append(calendar.tm_mon + 1, digits: 2, to: bytes)
        bytes.append(dash)
        Self.append(calendar.tm_mday, digits: 2, to: bytes)
        bytes.append("T")
        Self.append(calendar.tm_hour, digits: 2, to: bytes)
        bytes.append(colon)
        Self.append(calendar.tm_min, digits: 2, to: bytes)
        bytes.append(colon)
        Self.append(calendar.tm_sec, digits: 2, to: bytes)
        bytes.append(".")
        Self.append(Int32(now.tv_nsec / 1000), digits: 6, to: bytes)
        bytes.append("Z")
    }

    private static func append(_ number: Int32, digits: Int, to bytes: AuditBytes) {
        var divisor = Int32(1)
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
