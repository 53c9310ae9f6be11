import EventLoop
import Glibc
import Synchronization

extension EventLoop {
    /// Runs the body on the loop and waits for it.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            execute { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Shuts the loop down and waits for it.
    func close() async {
        await withCheckedContinuation { continuation in shutDown { continuation.resume() } }
    }
}

/// A clock that stands still until it is moved.
final class ManualClock: Sendable {
    private let time = Mutex<UInt64>(1_000_000_000)

    var clock: MonotonicClock { MonotonicClock { [self] in time.withLock { $0 } } }

    func advance(by duration: Duration) { time.withLock { $0 += UInt64(duration.components.seconds) * 1_000_000_000 } }
}

/// Two connected sockets.
struct SocketPair: ~Copyable {
    let ends: (Int32, Int32)

    init() throws {
        var descriptors: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        _ = try SystemCall.retrying("socketpair") { socketpair(AF_UNIX, type, 0, &descriptors) }
        ends = (descriptors[0], descriptors[1])
    }

    deinit {
        SystemCall.close(ends.0)
        SystemCall.close(ends.1)
    }
}

/// Calls a closure with every event.
final class ClosureHandler: EventHandler {
    var action: (IOEvents) -> Void

    init(_ action: @escaping (IOEvents) -> Void) { self.action = action }

    func ready(_ events: IOEvents) { action(events) }
}

/// A list that any thread may add to.
final class Log<Entry: Sendable>: Sendable {
    private let storage = Mutex<[Entry]>([])

    var entries: [Entry] { storage.withLock { $0 } }

    func append(_ entry: Entry) { storage.withLock { $0.append(entry) } }
}
