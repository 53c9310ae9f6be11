internal import CatalogModel
internal import GRDB

/// Checks a catalog in use again and again, so that damage is found before somebody asks for it. It takes one reader for
/// a step at a time, and rests in between, so that calls go on as fast.
struct BackgroundCheck: Sendable {
    let pool: DatabasePool
    let failure: SQLiteFailure
    let configuration: SQLiteCodeStore.Configuration

    /// Checks after each interval, until the task is cancelled.
    func begin(every interval: Duration) -> Task<Void, Never> {
        Task(priority: .background) {
            while (try? await Task.sleep(for: interval)) != nil {
                do {
                    try await run()
                    configuration.checked(nil)
                } catch {
                    // What only hinders the check is tried again; what it hinders elsewhere is told there.
                    let error = failure.error(for: error)
                    if error.kind == .corrupt { configuration.checked(error) }
                }
            }
        }
    }

    /// Takes all steps, each in a snapshot of its own: rows that are written in between are as sound as those before.
    private func run() async throws {
        var check = IntegrityCheck()
        var isGoingOn = true
        while isGoingOn {
            let begin = ContinuousClock.now
            (check, isGoingOn) = try await pool.read { [check] db in
                var check = check
                let isGoingOn = try check.advance(db)
                return (check, isGoingOn)
            }
            try await Task.sleep(for: (ContinuousClock.now - begin) * (configuration.checkShare - 1))
        }
    }
}
