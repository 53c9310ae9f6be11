import Dispatch

/// Runs a task on a thread of its own, so that a test that blocks in a socket call leaves the threads of Swift's pool, which
/// are as few as there are cores, to the handlers it waits for. A serial queue gets that; a concurrent one shares the pool.
final class BlockingExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "test.blocking")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
