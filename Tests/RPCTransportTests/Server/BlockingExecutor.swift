import Dispatch

/// Runs tasks on threads of its own, so that a test that blocks in a socket call leaves the threads of Swift's pool, which
/// are as few as there are cores, to the handlers it waits for.
final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    private let queue = DispatchQueue(label: "test.blocking", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
