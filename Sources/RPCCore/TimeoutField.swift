/// The value of `grpc-timeout`: one to eight digits and a unit (gRPC over HTTP/2, "Timeout").
public enum TimeoutField {
    /// The units from fine to coarse.
    private static let letters = Array("numSMH".utf8)

    /// The nanoseconds that the text names, 0 included; nil when it is malformed. Allocates nothing.
    ///
    /// The largest texts are beyond 64 bits of nanoseconds and read as `UInt64.max`.
    public static func nanoseconds(_ text: UnsafeRawBufferPointer) -> UInt64? {
        guard (2...9).contains(text.count), let unit = nanoseconds(unit: text[text.count - 1]) else { return nil }
        var number: UInt64 = 0
        for digit in text.dropLast() {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        let (product, overflowed) = number.multipliedReportingOverflow(by: unit)
        return overflowed ? .max : product
    }

    /// The text for a number of nanoseconds, in the finest unit that holds it in eight digits; rounded up, so that the
    /// server never gives up before its client does.
    public static func text(nanoseconds: UInt64) -> String {
        for letter in letters {
            guard let unit = Self.nanoseconds(unit: letter) else { continue }
            let number = nanoseconds / unit + (nanoseconds % unit == 0 ? 0 : 1)
            if number <= 99_999_999 { return "\(number)\(Character(Unicode.Scalar(letter)))" }
        }
        return "99999999H"
    }

    private static func nanoseconds(unit letter: UInt8) -> UInt64? {
        switch letter {
        case UInt8(ascii: "n"): 1
        case UInt8(ascii: "u"): 1000
        case UInt8(ascii: "m"): 1_000_000
        case UInt8(ascii: "S"): 1_000_000_000
        case UInt8(ascii: "M"): 60_000_000_000
        case UInt8(ascii: "H"): 3_600_000_000_000
        default: nil
        }
    }
}
