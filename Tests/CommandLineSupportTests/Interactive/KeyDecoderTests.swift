import CommandLineSupport
import Testing

@Suite struct KeyDecoderTests {
    @Test(
        "Bytes are keys, in whatever pieces they come",
        arguments: [
            ("knee", [.text("knee")]),
            ("漢é", [.text("漢é")]),
            ("e\u{301}", [.text("e\u{301}")]),
            ("\r\n", [.enter, .enter]),
            ("\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}[1;5D", [.up, .down, .right, .left]),
            ("\u{10}\u{0E}\u{01}\u{05}", [.up, .down, .home, .end]),
            ("\u{1B}[H\u{1B}[4~\u{1B}[3~\u{1B}[5~\u{1B}[6~", [.home, .end, .delete, .pageUp, .pageDown]),
            (
                "\u{7F}\u{8}\u{17}\u{15}\u{0B}\u{1B}\u{7F}",
                [
                    .backspace, .backspace, .deleteWord, .deleteToStart, .deleteToEnd, .deleteWord,
                ]
            ),
            ("\u{3}\u{4}", [.interrupt, .endOfInput]),
            // Function keys, Alt and a letter, Tab, focus reports, and a C1 control are none.
            ("\u{1B}[15~\u{1B}x\t\u{1B}[I\u{9B}", []),
            // A sequence that is broken off: what follows it counts.
            ("\u{1B}[1\rx", [.enter, .text("x")]),
            // Pasted line ends are spaces, and pasted escapes do nothing.
            ("\u{1B}[200~a\r\u{1B}[A\u{3}b\u{1B}[201~\r", [.text("a"), .text(" "), .text(" "), .text("b"), .enter]),
        ] as [(String, [Key])])
    func keys(text: String, expected: [Key]) {
        var whole = KeyDecoder()
        #expect(whole.keys(text.utf8) == expected)
        var single = KeyDecoder()
        let keys = text.utf8.flatMap { single.keys([$0]) }
        #expect(keys.joined == expected.joined)
        #expect(!whole.isWaiting && !single.isWaiting)
    }

    @Test("Esc is a key once nothing follows it; twice it is one at once")
    func escape() {
        var decoder = KeyDecoder()
        #expect(decoder.keys([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.escape])
        #expect(decoder.keys([0x1B, 0x1B]) == [.escape])
        #expect(decoder.keys("[A".utf8) == [.up])
        #expect(!decoder.isWaiting)
    }

    @Test("What is no UTF-8 is shown as such, and a sequence without end is given up")
    func damaged() {
        var decoder = KeyDecoder()
        #expect(decoder.keys([0xFF, 0x41]) == [.text("\u{FFFD}A")])
        #expect(decoder.keys([0xE6, 0xBC]) == [])
        #expect(decoder.flush() == [.text("\u{FFFD}")])
        #expect(decoder.keys([0x1B, 0x5B] + Array(repeating: 0x31, count: 100)) == [])
        #expect(!decoder.isWaiting)
    }
}

extension [Key] {
    /// The keys with neighbouring texts as one.
    fileprivate var joined: [Key] {
        reduce(into: []) { keys, key in
            if case .text(let more) = key, case .text(let text)? = keys.last {
                keys[keys.count - 1] = .text(text + more)
            } else {
                keys.append(key)
            }
        }
    }
}
