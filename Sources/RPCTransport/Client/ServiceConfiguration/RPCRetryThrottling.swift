/// When a client stops making calls again because too many fail (gRPC proposal A6, "Throttling Retry Attempts and Hedged
/// RPCs").
///
/// A count of tokens starts at its maximum. A failure takes one, a success gives back `tokenRatio`. While half of them or
/// fewer are left, no call is made a second time.
public struct RPCRetryThrottling: Hashable, Sendable {
    /// The most tokens; 1 to 1,000.
    public var tokenCountMax: Int
    /// What a success gives back; more than 0, counted in thousandths.
    public var tokenRatio: Double

    /// A throttle.
    public init(tokenCountMax: Int, tokenRatio: Double) {
        self.tokenCountMax = tokenCountMax
        self.tokenRatio = tokenRatio
    }
}

extension RPCRetryThrottling {
    /// `tokenRatio` in thousandths of a token; what is finer is dropped.
    var thousandthsPerSuccess: Int { Int(tokenRatio * 1000) }

    /// Checks what the types leave open.
    ///
    /// - Parameter path: Where the throttle stands.
    func check(at path: String) throws(RPCServiceConfigurationError) {
        try require((1...1000).contains(tokenCountMax), "\(path).maxTokens", "must be 1 to 1000, not \(tokenCountMax)")
        try require(
            tokenRatio >= 0.001 && tokenRatio <= 1000, "\(path).tokenRatio", "must be 0.001 to 1000, not \(tokenRatio)")
    }
}
