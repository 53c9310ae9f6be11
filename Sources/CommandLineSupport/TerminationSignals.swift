internal import Dispatch
internal import Glibc

/// The signals that ask a server to stop: SIGTERM and SIGINT.
///
/// From the moment it is made, the first one is handed over by ``first()`` and the second ends the process at once.
package final class TerminationSignals: @unchecked Sendable {
    // Sendable because both properties are set in the initializer and only held from then on.

    private let arrivals: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals over from now on.
    package init() {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(2))
        self.arrivals = arrivals
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.activate()
            return source
        }
    }

    /// Waits for the first signal; the next one after it ends the process with the status shells give to the signal.
    package func first() async {
        var iterator = arrivals.makeAsyncIterator()
        _ = await iterator.next()
        Task {
            // Nothing arrives any more once the sources are gone.
            defer { withExtendedLifetime(self) {} }
            for await number in arrivals { _exit(128 + number) }
        }
    }
}
