/// The days on which a fact holds, half open: from ``effective`` up to, but not on, ``terminated``.
///
/// CMS files that print the last valid day (HCPCS termination, NCCI deletion) are converted when they are read, so
/// that everywhere in this project the terminated day is the first day on which the fact no longer holds.
public struct ValidityPeriod: Hashable, Sendable, Codable {
    /// The first day; nil when the fact holds since ever.
    public var effective: CalendarDate?
    /// The first day on which the fact no longer holds; nil while its end is not known.
    public var terminated: CalendarDate?

    /// Every day.
    public static let always = ValidityPeriod()

    /// The days from `effective` up to, but not on, `terminated`.
    public init(effective: CalendarDate? = nil, terminated: CalendarDate? = nil) {
        self.effective = effective
        self.terminated = terminated
    }

    /// Whether the fact holds on this day.
    public func contains(_ day: CalendarDate) -> Bool {
        if let effective, day < effective { return false }
        if let terminated, day >= terminated { return false }
        return true
    }

    /// The days that both periods have; an empty period, which contains no day, where there are none.
    public func intersection(_ other: ValidityPeriod) -> ValidityPeriod {
        ValidityPeriod(
            effective: [effective, other.effective].compactMap(\.self).max(),
            terminated: [terminated, other.terminated].compactMap(\.self).min())
    }
}
