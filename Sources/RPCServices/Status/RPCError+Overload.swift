public import RPCCore

extension RPCError {
    /// What a server says that has no room for a call: RESOURCE_EXHAUSTED, with google.rpc.RetryInfo for programs and
    /// `grpc-retry-pushback-ms` for the retries of gRPC clients (gRPC proposal A6, "Pushback").
    public static func overloaded(retryAfter delay: Duration) -> RPCError {
        exhausted("the server has too much to do; try again later", reason: "OVERLOADED", retryAfter: delay)
    }

    /// The same for another reason: the caller has used up what it may.
    ///
    /// - Parameter reason: As in ``StatusDetails/reason``.
    public static func exhausted(_ message: String, reason: String, retryAfter delay: Duration) -> RPCError {
        let milliseconds = delay.components.seconds * 1000 + delay.components.attoseconds / 1_000_000_000_000_000
        var metadata = Metadata()
        metadata.appendProtocolField("grpc-retry-pushback-ms", "\(max(milliseconds, 0))")
        return RPCError(
            .resourceExhausted, message,
            details: StatusDetails(reason: reason, attachment: .retry(after: delay)), metadata: metadata)
    }

    /// Eight of these with delays from a half to one and a half of that, so that callers used one after the other do not
    /// come back at once.
    public static func overloaded(retryAfterAbout delay: Duration) -> [RPCError] {
        (0..<8).map { overloaded(retryAfter: delay * (7 + 2 * $0) / 14) }
    }
}
