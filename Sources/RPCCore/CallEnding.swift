/// How a call ended on the server, and what has passed.
public struct CallEnding: Sendable {
    /// What the caller is told; nil for OK. A caller that is gone has CANCELLED.
    public let error: RPCError?
    /// What has passed in both directions.
    public let traffic: CallTraffic
    /// From the header list to the end, in nanoseconds.
    public let nanoseconds: UInt64

    /// An ending; transports make them, and tests of interceptors.
    public init(error: RPCError?, traffic: CallTraffic, nanoseconds: UInt64) {
        self.error = error
        self.traffic = traffic
        self.nanoseconds = nanoseconds
    }

    /// The status of the call.
    public var status: StatusCode { error?.code ?? .ok }
}
