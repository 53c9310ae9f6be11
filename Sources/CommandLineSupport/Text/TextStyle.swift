/// How a piece of text stands out on a terminal.
package enum TextStyle: Hashable, Sendable {
    /// As the rest.
    case plain
    /// Titles, headings and labels.
    case strong
    /// What may be skipped.
    case faint
    /// What is good.
    case good
    /// What is wrong.
    case alarm

    /// The text between the escape sequences that switch the style on and off (ECMA-48, section 8.3.117: SGR).
    func applied(to text: String) -> String {
        switch self {
        case .plain: text
        case .strong: "\u{1B}[1m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        case .good: "\u{1B}[32m\(text)\u{1B}[0m"
        case .alarm: "\u{1B}[31m\(text)\u{1B}[0m"
        }
    }
}
