internal import Synchronization

/// What all loops of a server share of the same. May be used from any thread.
final class ServerLoad: Sendable {
    let calls: CallQuota
    let budgets: ServerBudgets
    let tasks = HandlerTasks()
    let endingFrames = EndingFrames()
    private let sheds = Atomic<UInt64>(0)

    init(_ configuration: RPCServerConfiguration) {
        calls = CallQuota(countMax: configuration.callCountMax, loopCount: configuration.loopCount)
        budgets = ServerBudgets(configuration)
    }

    /// Counts a call that is refused for lack of room.
    func shed() { sheds.wrappingAdd(1, ordering: .relaxed) }

    /// Calls that were refused for lack of room.
    var shedCount: UInt64 { sheds.load(ordering: .relaxed) }
}
