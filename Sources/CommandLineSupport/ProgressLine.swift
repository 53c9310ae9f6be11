internal import Synchronization

/// One line on a terminal that says how far long work has come and is rewritten in place; nothing where nobody looks.
///
/// Safe from any thread. The clock is injected so that tests need not wait.
package final class ProgressLine<C: Clock>: Sendable where C.Duration == Duration {
    private struct State {
        var nextUpdate: C.Instant
        var isShown = false
    }

    private let console: Console
    private let clock: C
    private let interval: Duration
    private let state: Mutex<State>

    /// A line on the console's messages, rewritten at most once per interval.
    package init(on console: Console, clock: C = ContinuousClock(), interval: Duration = .milliseconds(100)) {
        self.console = console
        self.clock = clock
        self.interval = interval
        state = Mutex(State(nextUpdate: clock.now))
    }

    /// Shows the text, unless the last one is younger than the interval. Text wider than the terminal is cut.
    package func show(_ text: @autoclosure () -> String) {
        guard console.messageTerminal.isTerminal else { return }
        let isDue = state.withLock { state in
            let now = clock.now
            guard now >= state.nextUpdate else { return false }
            state.nextUpdate = now.advanced(by: interval)
            state.isShown = true
            return true
        }
        guard isDue else { return }
        let line = StyledText(text()).wrapped(to: max(1, console.messageTerminal.columns - 1))[0].plainText
        try? console.messages.write("\r\(line)\u{1B}[K")
    }

    /// Takes the line away, so that what is said next begins on a clean one. May be called twice.
    package func clear() {
        let wasShown = state.withLock { state in
            defer { state.isShown = false }
            return state.isShown
        }
        if wasShown { try? console.messages.write("\r\u{1B}[K") }
    }
}
