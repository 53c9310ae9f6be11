import TestSupport
import Testing

@testable import RPCTransport

@Suite("Reading JSON")
struct JSONReaderTests {
    @Test(
        "Values are read as RFC 8259 has them",
        arguments: [
            ("null", JSONValue.null), (" true\n", .bool(true)), ("false", .bool(false)), ("-0.5e1", .number(-5)),
            ("1E+2", .number(100)), (#""a\"\\\/\b\f\n\r\tA\u00e9\ud83d\ude00""#, .string("a\"\\/\u{8}\u{C}\n\r\tAé😀")),
            ("[1,[ ],{}]", .array([.number(1), .array([]), .object([:])])),
            (#"{"a":1 , "b" : {"a":2}}"#, .object(["a": .number(1), "b": .object(["a": .number(2)])])),
        ])
    func reads(text: String, value: JSONValue) throws { #expect(try JSONReader.read(text) == value) }

    @Test(
        "Anything else is refused, and where is told",
        arguments: [
            ("", "the text ends where a value is expected at byte 0"), ("nul", "a value is expected at byte 0"),
            ("01", "something follows the value at byte 1"), ("1.", "a digit is expected at byte 2"),
            ("-", "a digit is expected at byte 1"), ("1e999", "the number is out of range at byte 5"),
            ("[1,]", "a value is expected at byte 3"), ("[1", "',' or ']' is expected at byte 2"),
            ("{\"a\"}", "':' is expected at byte 4"), ("{a:1}", "a name in quotes is expected at byte 1"),
            ("{\"a\":1,\"a\":2}", "'a' occurs twice at byte 10"), ("{\"a\":1", "',' or '}' is expected at byte 6"),
            ("\"a", "a text does not end at byte 2"), ("\"\\x\"", "no such escape at byte 3"),
            ("\"\\ud800\"", "half a character stands in a text at byte 7"),
            ("\"\\u12g4\"", "four hexadecimal digits are expected at byte 3"),
            ("\"\n\"", "a control character stands in a text at byte 2"),
            ("1 2", "something follows the value at byte 2"),
        ])
    func refuses(text: String, reason: String) {
        #expect(throws: RPCServiceConfigurationError("", reason)) { try JSONReader.read(text) }
    }

    @Test("Depth and length have limits")
    func limits() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONReader.read(nested(JSONReader.depthMax))
        #expect(throws: RPCServiceConfigurationError.self) { try JSONReader.read(nested(100_000)) }
        #expect(throws: RPCServiceConfigurationError("", "the text has more than 1048576 bytes")) {
            try JSONReader.read(String(repeating: " ", count: JSONReader.byteCountMax + 1))
        }
    }

    @Test("Texts damaged by chance are read or refused, and nothing else")
    func damaged() {
        let whole = Array(#"{"a":[1,-2.5e3,true,null],"b":{"c":"d\u00e9\ud83d\ude00"},"e":""}"#.utf8)
        var generator = SplitMix64(seed: 11)
        var readCount = 0
        for _ in 0..<20_000 {
            var text = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = whole.randomElement(using: &generator) ?? 0
                case 1: text[place] = UInt8.random(in: 0...255, using: &generator)
                default: text.remove(at: place)
                }
            }
            if (try? JSONReader.read(String(decoding: text, as: UTF8.self))) != nil { readCount += 1 }
            _ = try? RPCServiceConfiguration(json: String(decoding: text, as: UTF8.self))
        }
        // Damage within a text or a number leaves JSON; most other damage does not.
        #expect((1_000..<19_000).contains(readCount))
    }

    @Test(
        "Durations are those of Protocol Buffers",
        arguments: [
            ("0s", Duration.zero), ("1.5s", .milliseconds(1500)), ("-2s", .seconds(-2)),
            ("0.000000001s", .nanoseconds(1)), ("315576000000s", .seconds(315_576_000_000)),
        ])
    func durations(text: String, duration: Duration) { #expect(Duration(protobufJSON: text) == duration) }

    @Test(
        "Other texts are no durations",
        arguments: ["", "s", "1", "1.s", ".5s", "1.0000000001s", "1m", "--1s", "+1s", " 1s", "315576000001s", "1.2.3s"])
    func noDurations(text: String) { #expect(Duration(protobufJSON: text) == nil) }
}
