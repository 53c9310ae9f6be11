/// What a server has done since it was started, and what it has open.
public struct RPCServerStatistics: Hashable, Sendable {
    /// Connections that stand, those that still shake hands among them.
    public let connectionCount: Int
    /// Connections that were ever taken.
    public let acceptedConnectionCount: UInt64
    /// Connections that were closed at once because there were as many as there may be.
    public let refusedConnectionCount: UInt64
    /// How many connections there may be.
    public let connectionCountMax: Int
    /// Calls that were refused because the server had no room for them.
    public let shedCallCount: UInt64
    /// Frames that ended streams and connections.
    public let endingFrames: EndingFrameCounts
}
