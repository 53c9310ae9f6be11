internal import EventLoop
public import RPCCore

/// When a failed call is made again (gRPC proposal A6, `retryPolicy`).
public struct RPCRetryPolicy: Hashable, Sendable {
    /// The most attempts that any policy gets; a larger number counts as this one.
    public static let attemptCountMax = 5

    /// Attempts in all, the first included; at least 2.
    public var attemptCountMax: Int
    /// The wait before the second attempt, give or take a fifth.
    public var initialBackoff: Duration
    /// The longest wait, give or take a fifth.
    public var longestBackoff: Duration
    /// By how much each wait is longer than the one before; more than 0.
    public var backoffMultiplier: Double
    /// The statuses after which the call is made again; at least one, and never `ok`.
    public var retryableCodes: Set<StatusCode>
    /// The time after which a first attempt that has no answer yet is joined by a second one, so that the faster answer
    /// counts; nil, the default, for never. It is one of the attempts, and costs the throttle as much as a failure
    /// (``RPCRetryThrottling``), so that a server that is slow to all is not asked twice by all. gRPC's own hedging
    /// (``RPCHedgingPolicy``) knows no waits between failures; this does both.
    public var hedgingDelay: Duration?

    /// A policy.
    public init(
        attemptCountMax: Int, initialBackoff: Duration, longestBackoff: Duration, backoffMultiplier: Double,
        retryableCodes: Set<StatusCode>
    ) {
        self.attemptCountMax = attemptCountMax
        self.initialBackoff = initialBackoff
        self.longestBackoff = longestBackoff
        self.backoffMultiplier = backoffMultiplier
        self.retryableCodes = retryableCodes
    }
}

extension RPCRetryPolicy {
    /// Checks what the types leave open.
    ///
    /// - Parameter path: Where the policy stands.
    func check(at path: String) throws(RPCServiceConfigurationError) {
        try require(attemptCountMax >= 2, "\(path).maxAttempts", "must be 2 or more, not \(attemptCountMax)")
        try require(initialBackoff > .zero, "\(path).initialBackoff", "must be more than 0")
        try require(longestBackoff > .zero, "\(path).maxBackoff", "must be more than 0")
        try require(
            backoffMultiplier.isFinite && backoffMultiplier > 0, "\(path).backoffMultiplier", "must be more than 0")
        try require(!retryableCodes.isEmpty, "\(path).retryableStatusCodes", "must name at least one status")
        try require(!retryableCodes.contains(.ok), "\(path).retryableStatusCodes", "must not name OK")
        try require((hedgingDelay ?? .zero) >= .zero, "\(path).hedgingDelay", "must not be negative")
    }
}
