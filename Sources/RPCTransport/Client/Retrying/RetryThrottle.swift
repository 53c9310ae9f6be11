/// The tokens of ``RPCRetryThrottling``, counted in thousandths. Pure.
struct RetryThrottle {
    private static let token = 1000

    private let configuration: RPCRetryThrottling?
    private var thousandths: Int

    /// - Parameter configuration: Nil for a throttle that never stops anything.
    init(_ configuration: RPCRetryThrottling?) {
        self.configuration = configuration
        thousandths = (configuration?.tokenCountMax ?? 0) * Self.token
    }

    /// Whether a call may be made once more: more than half of the tokens are left.
    var allowsMore: Bool {
        guard let configuration else { return true }
        return thousandths > configuration.tokenCountMax * Self.token / 2
    }

    /// An attempt failed with a status that calls for another, or the server asked for no more.
    mutating func failed() { thousandths = max(thousandths - Self.token, 0) }

    /// An attempt succeeded.
    mutating func succeeded() {
        guard let configuration else { return }
        thousandths = min(thousandths + configuration.thousandthsPerSuccess, configuration.tokenCountMax * Self.token)
    }
}
