public import RPCCore

/// What ``CallMetrics`` has counted of one method.
public struct MethodMetrics: Sendable {
    /// The method; nil for calls that name none of the server's.
    public let method: RPCMethod?
    /// Calls whose header list has come.
    public var startedCount: UInt64 = 0
    /// Calls that have ended, by how; statuses that never came are absent.
    public var handledCounts: [StatusCode: UInt64] = [:]
    /// What the calls that have ended took.
    public var latency = LatencyHistogram()
    /// Messages and bytes of the calls that have ended.
    public var traffic = CallTraffic()

    init(method: RPCMethod?) { self.method = method }

    /// Calls that have ended.
    public var handledCount: UInt64 { handledCounts.values.reduce(0, +) }
}
