/// Makes keys of the bytes that a terminal in raw mode sends (ECMA-48; xterm's control sequences, bracketed paste among
/// them). Bytes may come in any pieces; what is no key that is known is dropped.
package struct KeyDecoder: Sendable {
    /// The longest escape sequence that is waited for, in bytes.
    static let sequenceByteCountMax = 32

    private var bytes: ArraySlice<UInt8> = []
    private var isPasting = false

    /// A decoder that has seen nothing.
    package init() {}

    /// Whether the last bytes may be the beginning of a key: Esc and an arrow begin alike. When nothing follows within a
    /// moment, ``flush()`` says what they were.
    package var isWaiting: Bool { !bytes.isEmpty }

    /// The keys that these bytes complete.
    package mutating func keys(_ more: some Sequence<UInt8>) -> [Key] {
        bytes += more
        return drain(isComplete: false)
    }

    /// The keys in what was waited with, now that nothing follows it.
    package mutating func flush() -> [Key] { drain(isComplete: true) }

    private mutating func drain(isComplete: Bool) -> [Key] {
        var keys: [Key] = []
        while let first = bytes.first {
            let before = bytes.count
            switch first {
            case Self.escape: keys += escapeSequence(isComplete: isComplete)
            case 0..<0x20, 0x7F: keys += control()
            default: keys += text(isComplete: isComplete)
            }
            // Nothing was taken: the rest waits for more.
            if bytes.count == before { break }
        }
        return keys
    }

    private mutating func control() -> [Key] {
        guard let byte = bytes.popFirst() else { return [] }
        guard !isPasting else { return [.text(" ")] }
        return Self.controls[byte].map { [$0] } ?? []
    }

    private mutating func text(isComplete: Bool) -> [Key] {
        var run = bytes.prefix { $0 >= 0x20 && $0 != 0x7F }
        if !isComplete, run.endIndex == bytes.endIndex { run = run.dropLast(run.unfinishedCharacterByteCount) }
        bytes = bytes[run.endIndex...]
        let text = String(String(decoding: run, as: UTF8.self).unicodeScalars.filter { !$0.commandsTerminal })
        return text.isEmpty ? [] : [.text(text)]
    }

    private mutating func escapeSequence(isComplete: Bool) -> [Key] {
        let rest = bytes.dropFirst()
        guard let second = rest.first else { return isComplete ? taken(1, as: .escape) : [] }
        switch second {
        case Self.escape: return taken(1, as: .escape)
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            let parameters = rest.dropFirst().prefix { (0x20...0x3F).contains($0) }
            guard let final = bytes[parameters.endIndex...].first else {
                return isComplete || bytes.count > Self.sequenceByteCountMax ? taken(bytes.count, as: nil) : []
            }
            // A byte that cannot end a sequence begins something else.
            let count = parameters.endIndex - bytes.startIndex
            guard (0x40...0x7E).contains(final) else { return taken(count, as: nil) }
            return sequence(String(decoding: parameters, as: UTF8.self), final, byteCount: count + 1)
        case 0x7F: return taken(2, as: isPasting ? nil : .deleteWord)
        default: return taken(isPasting ? 1 : 2, as: nil)
        }
    }

    private mutating func sequence(_ parameters: String, _ final: UInt8, byteCount: Int) -> [Key] {
        let number = parameters.split(separator: ";").first.map(String.init) ?? ""
        if final == UInt8(ascii: "~"), number == "200" || number == "201" {
            isPasting = number == "200"
            return taken(byteCount, as: nil)
        }
        guard !isPasting else { return taken(byteCount, as: nil) }
        return taken(byteCount, as: final == UInt8(ascii: "~") ? Self.numbered[number] : Self.lettered[final])
    }

    private mutating func taken(_ count: Int, as key: Key?) -> [Key] {
        bytes = bytes.dropFirst(count)
        return key.map { [$0] } ?? []
    }

    private static let escape: UInt8 = 0x1B

    private static let controls: [UInt8: Key] = [
        0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right, 0x08: .backspace,
        0x0A: .enter, 0x0B: .deleteToEnd, 0x0D: .enter, 0x0E: .down, 0x10: .up, 0x15: .deleteToStart,
        0x17: .deleteWord, 0x7F: .backspace,
    ]

    private static let lettered: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    ]

    private static let numbered: [String: Key] = [
        "1": .home, "7": .home, "4": .end, "8": .end, "3": .delete, "5": .pageUp, "6": .pageDown,
    ]
}

extension ArraySlice<UInt8> {
    /// How many bytes at the end begin a character of UTF-8 that more bytes may finish, 0...3.
    fileprivate var unfinishedCharacterByteCount: Int {
        for (index, byte) in suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
            let byteCount = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return byteCount > index + 1 ? index + 1 : 0
        }
        return 0
    }
}
