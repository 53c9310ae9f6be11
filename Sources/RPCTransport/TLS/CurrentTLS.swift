internal import Synchronization

/// The TLS context that new connections get. May be asked for and replaced from any thread.
final class CurrentTLS: Sendable {
    private let current: Mutex<TLSContext>

    init(_ context: TLSContext) { current = Mutex(context) }

    /// The context as it is now. A connection that takes it keeps it.
    var context: TLSContext { current.withLock { $0 } }

    /// Connections that begin from now on get this context.
    func replace(with context: TLSContext) {
        // The old one may be the last reference; it is let go outside of the lock.
        let old = current.withLock { current in
            let old = current
            current = context
            return old
        }
        _ = old
    }
}
