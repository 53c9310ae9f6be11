import CommandLineSupport
import Testing

@Suite struct TimeLimitTests {
    @Test(
        "A time limit is a number with a unit, seconds by default",
        arguments: [
            ("10", .seconds(10)), ("10s", .seconds(10)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)),
            ("1.5s", .milliseconds(1500)), ("1ms", .milliseconds(1)), ("0", nil), ("", nil), ("s", nil), ("-1s", nil),
            ("1e3", nil), ("10 s", nil), ("2h", nil), ("0.1ms", nil), ("100000s", nil), ("nan", nil), ("1.2.3", nil),
        ] as [(String, Duration?)])
    func reading(text: String, duration: Duration?) {
        #expect(TimeLimit(text)?.duration == duration)
    }

    @Test("It is written as it can be read", arguments: [("10", "10s"), ("1.5", "1500ms"), ("2m", "120s")])
    func writing(text: String, description: String) {
        #expect(TimeLimit(text)?.description == description)
    }
}
