/// A number of calls for each second, as people write it: `50`, `50/200` where up to 200 may come at once after a pause,
/// `0.5`, or `none` for any number.
public enum RateLimit: Hashable, Sendable {
    /// As many as the server takes.
    case unlimited
    /// So many for each second, and so many at once.
    case calls(perSecond: Double, burst: Int)

    /// What may be asked for in a second: from one call in 1,000 seconds.
    public static let perSecondRange = 0.001...1_000_000
    /// The largest number that may come at once.
    public static let burstMax = 1_000_000

    /// Reads `RATE` or `RATE/BURST`, or `none`; nil for anything else. Without a burst it is what a second allows, and at
    /// least one call.
    public init?(_ text: String) {
        if text == "none" {
            self = .unlimited
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
            let perSecond = Double(parts[0]), Self.perSecondRange.contains(perSecond)
        else { return nil }
        let burst = parts.count == 2 ? Int(parts[1]) : Int(perSecond.rounded(.up))
        guard let burst, (1...Self.burstMax).contains(burst) else { return nil }
        self = .calls(perSecond: perSecond, burst: burst)
    }
}

extension RateLimit: CustomStringConvertible {
    /// As it can be read back.
    public var description: String {
        guard case .calls(let perSecond, let burst) = self else { return "none" }
        let rate = perSecond == perSecond.rounded() ? "\(Int(perSecond))" : "\(perSecond)"
        return "\(rate)/\(burst)"
    }
}
