internal import RPCCore

/// A call that waits for its turn on its connection.
struct WaitingCall {
    let stream: ServerStream
    /// What tells the call from later ones of the same object.
    let serial: UInt64

    /// Whether it waits still: it may have been cancelled or have run out of time, and its object be unused or in use
    /// again.
    var isWaiting: Bool { stream.isOpen && stream.serial == serial && stream.phase == .receiving }
}

extension WaitingCall {
    /// The call that the stream serves now.
    init(_ stream: ServerStream) { self.init(stream: stream, serial: stream.serial) }
}

/// Calls of one connection that wait, in their order.
///
/// Calls may come and run out of time much faster than those before them get on, so those that wait no more are
/// forgotten when there are many: of a connection's streams, a limited number can be open.
struct CallQueue {
    /// So many may be kept before it is looked who waits still.
    private static let sweepCountMin = 4096

    private var calls = FirstInFirstOut<WaitingCall>()
    private var sweepCount = sweepCountMin

    /// How many are kept, of which some may wait no more.
    var count: Int { calls.count }
    /// Whether none is.
    var isEmpty: Bool { calls.isEmpty }
    /// The one whose turn is next, if it waits still.
    var first: WaitingCall? { calls.first }

    /// Adds a call at the end. In constant time on average.
    mutating func append(_ call: WaitingCall) {
        if calls.count >= sweepCount { sweep() }
        calls.append(call)
    }

    /// Takes the one whose turn is next; nil when there is none.
    mutating func popFirst() -> WaitingCall? { calls.popFirst() }

    /// Forgets all.
    mutating func removeAll() { calls.removeAll() }

    private mutating func sweep() {
        var kept = FirstInFirstOut<WaitingCall>()
        while let call = calls.popFirst() { if call.isWaiting { kept.append(call) } }
        calls = kept
        sweepCount = max(2 * kept.count, Self.sweepCountMin)
    }
}
