internal import Glibc

/// What the reader of a stream can show: how wide, and whether in color.
package struct Terminal: Hashable, Sendable {
    /// Whether a person looks at it; otherwise a file or another program reads it.
    package var isTerminal: Bool
    /// How many columns fit in a line, at least 1.
    package var columns: Int
    /// Whether bold and colors are welcome.
    package var usesColor: Bool

    /// A reader with these abilities.
    package init(isTerminal: Bool, columns: Int = 80, usesColor: Bool = false) {
        self.isTerminal = isTerminal
        self.columns = max(1, columns)
        self.usesColor = usesColor
    }

    /// The reader of this descriptor, under this environment.
    package init(descriptor: Int32, environment: [String: String]) {
        let isTerminal = isatty(descriptor) == 1
        self.init(
            isTerminal: isTerminal,
            columns: Self.columns(environment: environment) ?? Self.windowSize(descriptor)?.columns ?? 80,
            usesColor: Self.usesColor(isTerminal: isTerminal, environment: environment))
    }

    /// Color is for terminals that are not `dumb`. `NO_COLOR` (no-color.org) and `CLICOLOR=0` turn it off,
    /// `CLICOLOR_FORCE` (bixense.com/clicolors) on, in this order of strength: NO_COLOR, CLICOLOR_FORCE, the rest.
    static func usesColor(isTerminal: Bool, environment: [String: String]) -> Bool {
        if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return false }
        if environment["CLICOLOR_FORCE"].map({ !$0.isEmpty && $0 != "0" }) ?? false { return true }
        return isTerminal && environment["CLICOLOR"] != "0" && environment["TERM"] != "dumb"
    }

    static func columns(environment: [String: String]) -> Int? {
        environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The rows and columns of the terminal's window; nil where there is no terminal, or one that does not know.
    static func windowSize(_ descriptor: Int32) -> (rows: Int, columns: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_row), Int(size.ws_col))
    }
}
