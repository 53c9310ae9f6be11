internal import CLinux
internal import Synchronization

/// Work that other threads leave for a loop. Any number of letters between two visits of the loop cost one wake-up.
final class Mailbox: Sendable, EventHandler {
    /// What a letter asks the loop to do.
    typealias Job = @Sendable () -> Void

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    /// An eventfd, watched edge-triggered: each write is an event, and nothing needs to be read back.
    let descriptor: Int32

    private let state = Mutex(State())

    init() throws(SystemError) {
        descriptor = try SystemCall.retrying("eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) }
    }

    deinit { SystemCall.close(descriptor) }

    /// Leaves a job, from any thread. Once the mailbox is closed the job is dropped.
    func post(_ job: @escaping Job) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.jobs.append(job)
            // The first letter wakes the loop; the following ones are found with it.
            if state.jobs.count == 1 { eventfd_write(descriptor, 1) }
        }
    }

    /// Runs all jobs; on the loop.
    func ready(_ events: IOEvents) {
        let jobs = state.withLock { state in
            let jobs = state.jobs
            state.jobs = []
            return jobs
        }
        for job in jobs { job() }
    }

    /// Takes no more letters, and drops those that nobody will read.
    func close() {
        let dropped = state.withLock { state in
            state.isClosed = true
            let jobs = state.jobs
            state.jobs = []
            return jobs
        }
        _ = dropped  // Released outside the lock, since a job may own what posts when it goes.
    }
}
