/// Whether a service answers calls (grpc.health.v1.HealthCheckResponse.ServingStatus).
public enum ServingStatus: UInt8, Hashable, Sendable, CaseIterable {
    /// Not said.
    case unknown = 0
    /// It answers.
    case serving = 1
    /// It does not answer now: it is starting, draining or broken.
    case notServing = 2
    /// There is no such service; sent to watchers only.
    case serviceUnknown = 3
}

extension ServingStatus: CustomStringConvertible {
    /// The name as the protocol prints it: `NOT_SERVING`.
    public var description: String {
        switch self {
        case .unknown: "UNKNOWN"
        case .serving: "SERVING"
        case .notServing: "NOT_SERVING"
        case .serviceUnknown: "SERVICE_UNKNOWN"
        }
    }
}
