extension String {
    /// The text with everything made visible that would command a terminal instead of being read.
    ///
    /// Text from a server or a file may hold escape sequences that recolor, retitle or rewrite the screen, and
    /// direction marks that show it in another order than it is read (CVE-2021-42574). Tabs and line breaks become
    /// spaces; other C0 controls their control picture (U+2400 block); DEL, C1 controls and direction marks U+FFFD.
    package var printable: String {
        guard unicodeScalars.contains(where: \.commandsTerminal) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            result.append(scalar.commandsTerminal ? scalar.visible : scalar)
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal would act on the scalar instead of showing it.
    package var commandsTerminal: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0x061C: true
        default: false
        }
    }

    fileprivate var visible: Unicode.Scalar {
        switch value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
        case 0x00...0x1F: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
        default: "\u{FFFD}"
        }
    }
}
