internal import RPCCore

/// What all connections of a server may have it keep in memory, together.
struct ServerBudgets: Sendable {
    /// Replies that wait to be sent.
    let replies: ByteBudget
    /// Messages of requests that are incomplete or unread.
    let requests: ByteBudget
    /// Messages that came compressed and are held by handlers.
    let inflated: ByteBudget

    init(_ configuration: RPCServerConfiguration) {
        replies = ByteBudget(byteCountMax: configuration.replyByteCountMax)
        requests = ByteBudget(byteCountMax: configuration.requestBufferTotalByteCountMax)
        inflated = ByteBudget(byteCountMax: configuration.inflatedByteCountMax)
    }
}
