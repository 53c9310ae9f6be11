internal import Synchronization

/// Tells anyone how a client stands. May be used from any thread.
final class ConnectivityMonitor: Sendable {
    /// Changes that an observer who does not look may miss only after so many.
    private static let unreadCountMax = 16

    private struct Shared {
        var state = RPCConnectivity.idle
        var observers: [Int: AsyncStream<RPCConnectivity>.Continuation] = [:]
        var nextObserver = 0
    }

    private let shared = Mutex(Shared())

    /// The state now.
    var state: RPCConnectivity { shared.withLock { $0.state } }

    /// Notes the state; after `shutdown` there is no other.
    func set(_ state: RPCConnectivity) {
        let observers = shared.withLock { shared -> [AsyncStream<RPCConnectivity>.Continuation] in
            guard shared.state != state, shared.state != .shutdown else { return [] }
            shared.state = state
            return Array(shared.observers.values)
        }
        for observer in observers {
            observer.yield(state)
            if state == .shutdown { observer.finish() }
        }
    }

    /// The state now, and each one that follows, until `shutdown`. Who does not look misses the oldest.
    func updates() -> AsyncStream<RPCConnectivity> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RPCConnectivity.self, bufferingPolicy: .bufferingNewest(Self.unreadCountMax))
        let (number, isOver) = shared.withLock { shared in
            continuation.yield(shared.state)
            shared.observers[shared.nextObserver] = continuation
            shared.nextObserver += 1
            return (shared.nextObserver - 1, shared.state == .shutdown)
        }
        continuation.onTermination = { [weak self] _ in
            self?.shared.withLock { _ = $0.observers.removeValue(forKey: number) }
        }
        if isOver { continuation.finish() }
        return stream
    }
}
