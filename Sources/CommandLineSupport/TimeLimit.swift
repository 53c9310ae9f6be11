/// How long something may take, as people write it: `500ms`, `10s`, `2m`, or a bare number of seconds.
package struct TimeLimit: Hashable, Sendable {
    /// What people are told to write.
    package static let notation = "a duration such as 500ms, 10s or 2m"
    /// 10 seconds.
    package static let standard = TimeLimit(duration: .seconds(10))
    /// The longest: a day.
    package static let day = TimeLimit(duration: .seconds(86_400))

    /// The time itself, above zero and at most a day.
    package let duration: Duration

    /// Reads a time limit; nil for other text, zero, or more than a day.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let units = ["": 1.0, "ms": 0.001, "s": 1, "m": 60]
        guard let number = Double(digits), let unit = units[String(text.dropFirst(digits.count))] else { return nil }
        guard (0.001...86_400).contains(number * unit) else { return nil }
        duration = .milliseconds(Int64((number * unit * 1000).rounded()))
    }

    private init(duration: Duration) { self.duration = duration }
}

extension TimeLimit: CustomStringConvertible {
    /// In milliseconds where they are not whole seconds: `10s`, `1500ms`.
    package var description: String {
        let seconds = duration.components.seconds
        return .seconds(seconds) == duration ? "\(seconds)s" : "\(Int64(duration / .milliseconds(1)))ms"
    }
}
