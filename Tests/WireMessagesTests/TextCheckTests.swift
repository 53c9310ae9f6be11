import TestSupport
import Testing

@testable import WireMessages

@Suite("Text check")
struct TextCheckTests {
    @Test(
        "Well-formed text of every length of character passes",
        arguments: ["", "a", "E11.9", "plain text of more than eight bytes", "naïve", "日本語", "🩺", "a🩺b日cñd\u{10FFFF}"])
    func wellFormed(text: String) {
        #expect(problem(Array(text.utf8)) == nil)
    }

    @Test("U+0000 is found wherever it stands", arguments: 0..<20)
    func containsNUL(position: Int) {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
        bytes[position] = 0
        #expect(problem(bytes) == .containsNUL)
    }

    @Test(
        "Overlong forms, surrogates, too large, lone and cut sequences are not UTF-8",
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xBF], [0xFF],
            [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0xA9], [0xE2, 0x28, 0xA1], [0x61, 0xC3, 0x28],
        ] as [[UInt8]])
    func illFormed(bytes: [UInt8]) {
        #expect(problem(bytes) == .notUTF8)
        #expect(problem(Array("twelve bytes".utf8) + bytes) == .notUTF8)
    }

    @Test("It agrees with the standard library on 200,000 random texts")
    func agreesWithStandardLibrary() {
        var random = SplitMix64(seed: 2)
        let leads: [UInt8] = [0x41, 0x7F, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xFF]
        for _ in 0..<200_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? leads.randomElement(using: &random) ?? 0 : UInt8.random(in: 0x7F...0xC0, using: &random)
            }
            #expect((problem(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    private func problem(_ bytes: [UInt8]) -> MessageError.Problem? {
        bytes.withUnsafeBytes { TextCheck.problem(of: $0) }
    }
}
