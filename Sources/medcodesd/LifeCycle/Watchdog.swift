/// Tells the service manager that nothing is stuck, for as long as that is so: a process that is stuck is started anew.
///
/// Alive is a server whose loops turn, and whose store comes back with anything. A store that fails is no reason to begin
/// anew: what is in memory can still be answered, and health tells the rest.
struct Watchdog: Sendable {
    let manager: ServiceManager
    /// Comes back when the server's work goes on, with false when a part of it stands still; or does not come back.
    let isAlive: @Sendable () async -> Bool

    /// Tells it twice within the time that the service manager waits, until the task is cancelled. Returns at once when
    /// nobody waits.
    func run(sleep: (Duration) async throws -> Void = { try await Task.sleep(for: $0) }) async {
        guard let time = manager.watchdogTime else { return }
        var pause = time / 2
        while (try? await sleep(pause)) != nil {
            let isAlive = await isAlive()
            if isAlive { manager.tell(.alive) }
            pause = isAlive ? time / 2 : time / 10
        }
    }
}
