internal import RPCCore

/// What a server says about another attempt, in the trailer `grpc-retry-pushback-ms` (gRPC proposal A6, "Pushback").
enum RetryPushback: Equatable {
    /// Nothing.
    case none
    /// It may be made after so long, and not before.
    case after(Duration)
    /// It is not wanted.
    case stop

    private static let key = "grpc-retry-pushback-ms"

    /// Reads the trailers. A value that is no number of milliseconds from 0 to 2³¹ − 1 means ``stop``.
    init(_ trailers: Metadata) {
        guard let text = trailers.text(for: Self.key) else {
            self = .none
            return
        }
        guard let milliseconds = Int32(text), milliseconds >= 0 else {
            self = .stop
            return
        }
        self = .after(.milliseconds(Int64(milliseconds)))
    }
}
