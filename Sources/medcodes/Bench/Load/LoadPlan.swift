internal import RPCCore

/// How hard a server is tried, and for how long.
struct LoadPlan: Sendable {
    /// When requests are made.
    enum Arrivals: Hashable, Sendable {
        /// As soon as there is room: as many are under way as may be (closed loop).
        case whenAnswered
        /// At even distances, so many per second in all, whatever the server does (open loop).
        case perSecond(Double)
    }

    /// Connections.
    var connectionCount = 1
    /// Requests under way on each connection, at most.
    var streamCount = 1
    /// When requests are made.
    var arrivals = Arrivals.whenAnswered
    /// How long requests are made before any counts, in nanoseconds.
    var warmUp: UInt64 = 0
    /// How long requests that count are made, in nanoseconds.
    var duration: UInt64
    /// How many requests count; nil for as many as there is time for.
    var requestCountMax: Int?
    /// How long one call may take, in nanoseconds.
    var timeout: UInt64
    /// What every call says of its caller.
    var metadata = Metadata()
}

/// When a load test begins, begins to count and ends, in nanoseconds of the monotonic clock.
struct LoadWindow: Hashable, Sendable {
    let start: UInt64
    let countedStart: UInt64
    var end: UInt64

    /// The plan from this instant on.
    init(_ plan: LoadPlan, start: UInt64) {
        self.start = start
        countedStart = start + plan.warmUp
        end = countedStart + plan.duration
    }
}
