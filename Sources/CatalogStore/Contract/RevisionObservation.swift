internal import Synchronization

/// A standing request to be told of revisions. It ends when ``end()`` is called, and not before.
///
/// Any thread may call ``end()``, more than once. A call of the observer that is under way is not waited for.
public final class RevisionObservation: Sendable {
    private let cancellation: Mutex<(@Sendable () -> Void)?>

    /// An observation that runs this function when it is ended.
    public init(onEnd cancellation: @escaping @Sendable () -> Void) {
        self.cancellation = Mutex(cancellation)
    }

    /// Ends the observation.
    public func end() {
        let cancel = cancellation.withLock { held in
            defer { held = nil }
            return held
        }
        cancel?()
    }
}
