internal import Synchronization

/// Answers searches on the index of the moment; a newer index takes its place at once for the searches that follow.
///
/// Any number of threads may search at a time. A search keeps the index it started with.
public final class SearchEngine: Sendable {
    private let current: Mutex<SearchIndex?>

    /// An engine with this index; with none, it is not ready.
    public init(index: SearchIndex? = nil) {
        current = Mutex(index)
    }

    /// The index of the moment; nil until there is one.
    public var index: SearchIndex? { current.withLock { $0 } }

    /// Puts a newer index in place.
    public func install(_ index: SearchIndex) {
        current.withLock { $0 = index }
    }
}
