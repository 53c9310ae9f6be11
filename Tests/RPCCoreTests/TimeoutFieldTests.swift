import RPCCore
import Testing

@Suite("grpc-timeout")
struct TimeoutFieldTests {
    @Test(
        "Well-formed texts",
        arguments: [
            ("1n", 1), ("20u", 20_000), ("5m", 5_000_000), ("0S", 0), ("99999999S", 99_999_999_000_000_000),
            ("2M", 120_000_000_000),
            ("1H", 3_600_000_000_000), ("99999999H", .max),
        ] as [(String, UInt64)])
    func parse(text: String, nanoseconds: UInt64) {
        #expect(parsed(text) == nanoseconds)
    }

    @Test(
        "Malformed texts",
        arguments: ["", "S", "1", "1s", "1h", "-1S", "+1S", " 1S", "1 S", "1.5S", "123456789S", "1SS", "٣S"])
    func malformed(text: String) {
        #expect(parsed(text) == nil)
    }

    @Test(
        "Formatting keeps at least the time there is and at most one unit more",
        arguments: [
            (0, "0n"), (1, "1n"), (99_999_999, "99999999n"), (100_000_000, "100000u"), (100_000_001, "100001u"),
            (5_000_000_000, "5000000u"), (.max, "5124096H"),
        ] as [(UInt64, String)])
    func format(nanoseconds: UInt64, text: String) {
        #expect(TimeoutField.text(nanoseconds: nanoseconds) == text)
    }

    private func parsed(_ text: String) -> UInt64? {
        Array(text.utf8).withUnsafeBytes { TimeoutField.nanoseconds($0) }
    }
}

@Suite("Deadlines")
struct DeadlineTests {
    @Test("A deadline passes at its instant, and one beyond the clock never does")
    func passing() {
        let deadline = Deadline(nanosecondsLeft: 10, now: 100)
        #expect(!deadline.hasPassed(at: 109))
        #expect(deadline.hasPassed(at: 110))
        #expect(deadline.nanosecondsLeft(at: 104) == 6)
        #expect(deadline.nanosecondsLeft(at: 200) == 0)
        #expect(Deadline(nanosecondsLeft: .max, now: 1) == .never)
        #expect(!Deadline.never.hasPassed(at: .max))
    }
}
