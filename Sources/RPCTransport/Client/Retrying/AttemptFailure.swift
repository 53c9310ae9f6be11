internal import RPCCore

/// How an attempt failed, as far as the next one depends on it.
struct AttemptFailure {
    let code: StatusCode
    let pushback: RetryPushback
    /// Whether the caller may have seen a part of the answer already: its headers have come.
    let isCommitted: Bool

    init(code: StatusCode, pushback: RetryPushback = .none, isCommitted: Bool = false) {
        self.code = code
        self.pushback = pushback
        self.isCommitted = isCommitted
    }
}
