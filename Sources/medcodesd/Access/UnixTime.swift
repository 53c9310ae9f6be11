internal import Foundation

/// Instants of the wall clock in whole seconds, as files and people write them: `2027-02-24T09:41:00Z` (RFC 3339).
enum UnixTime {
    /// Now.
    static var now: Int { Int(Date().timeIntervalSince1970) }

    /// An instant in words.
    static func text(_ unixSeconds: Int) -> String {
        Date(timeIntervalSince1970: TimeInterval(unixSeconds)).formatted(.iso8601)
    }

    /// Reads an instant; nil for any other text.
    static func read(_ text: String) -> Int? {
        (try? Date(text, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) }
    }
}
