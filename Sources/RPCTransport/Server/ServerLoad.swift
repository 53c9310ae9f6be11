/// What all loops of a server share of the same. May be used from any thread.
final class ServerLoad: Sendable {
    let calls: CallQuota
    let budgets: ServerBudgets
    let tasks = HandlerTasks()

    init(_ configuration: RPCServerConfiguration) {
        calls = CallQuota(countMax: configuration.callCountMax, loopCount: configuration.loopCount)
        budgets = ServerBudgets(configuration)
    }
}
