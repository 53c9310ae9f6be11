import CommandLineSupport
import Synchronization

/// A sink that keeps what was written.
final class CapturedText: TextSink {
    private let captured = Mutex("")
    private let failure: OutputError?

    init(failing failure: OutputError? = nil) { self.failure = failure }

    var text: String { captured.withLock { $0 } }

    func write(_ text: String) throws(OutputError) {
        if let failure { throw failure }
        captured.withLock { $0 += text }
    }
}
