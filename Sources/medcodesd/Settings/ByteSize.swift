/// A size in bytes, as people write it: `67108864`, `64MiB`, `1 GiB`.
struct ByteSize: Hashable, Sendable, CustomStringConvertible {
    let byteCount: Int

    private static let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)]

    /// This many bytes.
    init(byteCount: Int) { self.byteCount = byteCount }

    /// Reads a whole number, 0 or more, with or without a unit; nil for anything else and for what no memory could hold.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Int(digits) else { return nil }
        guard let shift = unit.isEmpty ? 0 : Self.units.first(where: { $0.0 == unit })?.1,
            number <= Int.max >> (shift + 1)
        else { return nil }
        byteCount = number << shift
    }

    var description: String {
        for (unit, shift) in Self.units.reversed() where byteCount > 0 && byteCount % (1 << shift) == 0 {
            return "\(byteCount >> shift) \(unit)"
        }
        return "\(byteCount) bytes"
    }
}
