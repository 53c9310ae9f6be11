extension StringProtocol {
    /// How many columns a terminal gives to the text: the sum over its characters.
    package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Character {
    /// How many columns a terminal gives to the character: 2 for East Asian wide ones and emoji (Unicode Standard Annex
    /// 11), 0 for marks that stand alone, otherwise 1. A sequence is as wide as its widest part.
    package var displayWidth: Int {
        guard let ascii = asciiValue else { return unicodeScalars.map(\.displayWidth).max() ?? 0 }
        return ascii < 0x20 ? 0 : 1
    }
}

extension Unicode.Scalar {
    /// The blocks whose characters are wide, coarser than the table of the annex but enough to keep columns in line.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    fileprivate var displayWidth: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: 0
        default: properties.isEmojiPresentation || Self.wideRanges.contains { $0.contains(value) } ? 2 : 1
        }
    }
}
