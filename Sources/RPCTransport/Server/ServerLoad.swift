internal import RPCCore

/// What all loops of a server share of the same. May be used from any thread.
final class ServerLoad: Sendable {
    let calls: CallQuota
    let requestBudget: ByteBudget
    let tasks = HandlerTasks()

    init(_ configuration: RPCServerConfiguration) {
        calls = CallQuota(countMax: configuration.callCountMax, loopCount: configuration.loopCount)
        requestBudget = ByteBudget(byteCountMax: configuration.requestBufferTotalByteCountMax)
    }
}
