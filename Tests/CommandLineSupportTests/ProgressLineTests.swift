import CommandLineSupport
import Synchronization
import Testing

@Suite struct ProgressLineTests {
    /// A clock that moves when told to.
    final class ManualClock: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - offset }
            static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
        }
        private let time = Mutex(Duration.zero)
        var now: Instant { Instant(offset: time.withLock { $0 }) }
        var minimumResolution: Duration { .nanoseconds(1) }
        func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
        func advance(by duration: Duration) { time.withLock { $0 += duration } }
    }

    private static func console(_ messages: CapturedText, isTerminal: Bool) -> Console {
        Console(
            output: CapturedText(), messages: messages, outputTerminal: Terminal(isTerminal: false),
            messageTerminal: Terminal(isTerminal: isTerminal, columns: 12))
    }

    @Test("The line is rewritten at most once per interval, cut to the terminal, and taken away at the end")
    func rewriting() {
        let messages = CapturedText()
        let clock = ManualClock()
        let line = ProgressLine(on: Self.console(messages, isTerminal: true), clock: clock)
        line.show("1 row")
        line.show("2 rows")
        clock.advance(by: .milliseconds(100))
        line.show("3 rows of many")
        line.clear()
        line.clear()
        #expect(messages.text == "\r1 row\u{1B}[K\r3 rows of\u{1B}[K\r\u{1B}[K")
    }

    @Test("Where nobody looks, nothing is written")
    func redirected() {
        let messages = CapturedText()
        let line = ProgressLine(on: Self.console(messages, isTerminal: false))
        line.show("1 row")
        line.clear()
        #expect(messages.text == "")
    }
}
