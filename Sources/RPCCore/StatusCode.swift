/// How a call ended: the seventeen codes of gRPC, with their numbers on the wire.
///
/// The set is closed by the protocol ("Status codes and their use in gRPC"): a number outside it reads as ``unknown``.
public enum StatusCode: UInt8, Sendable, CaseIterable {
    /// Success.
    case ok = 0
    /// The caller, or its going away, ended the call.
    case cancelled = 1
    /// An error of which nothing more is known.
    case unknown = 2
    /// The request is wrong whatever the state of the system.
    case invalidArgument = 3
    /// The deadline passed before the answer came; the call may have succeeded nevertheless.
    case deadlineExceeded = 4
    /// What was asked for does not exist.
    case notFound = 5
    /// What was to be created exists already.
    case alreadyExists = 6
    /// The caller is known and may not do this.
    case permissionDenied = 7
    /// A quota, a limit or a resource is used up.
    case resourceExhausted = 8
    /// The system is not in the state the request needs; a retry alone does not help.
    case failedPrecondition = 9
    /// A conflict with a concurrent change; retry on a higher level.
    case aborted = 10
    /// Past the valid range, in a state that may change.
    case outOfRange = 11
    /// The service, method or encoding is not offered here.
    case unimplemented = 12
    /// An invariant is broken, or the peer broke the protocol.
    case `internal` = 13
    /// Not to be had at the moment; a retry with backoff is right.
    case unavailable = 14
    /// Data is lost or damaged beyond repair.
    case dataLoss = 15
    /// No valid credentials came with the call.
    case unauthenticated = 16

    /// The code of a `grpc-status` value, one or two decimal digits; ``unknown`` for anything else.
    @inlinable
    public init(wireText: some Collection<UInt8>) {
        let isDigits = wireText.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, (1...2).contains(wireText.count) else {
            self = .unknown
            return
        }
        let number = wireText.reduce(0) { $0 * 10 + ($1 - UInt8(ascii: "0")) }
        self = StatusCode(rawValue: number) ?? .unknown
    }

    /// The code that stands for an HTTP status where no `grpc-status` came, as "HTTP to gRPC Status Code Mapping" says.
    public init(httpStatus: Int) {
        switch httpStatus {
        case 400: self = .internal
        case 401: self = .unauthenticated
        case 403: self = .permissionDenied
        case 404: self = .unimplemented
        case 429, 502, 503, 504: self = .unavailable
        default: self = .unknown
        }
    }
}

extension StatusCode: CustomStringConvertible {
    /// The name as the gRPC documents print it: `NOT_FOUND`.
    public var description: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}
