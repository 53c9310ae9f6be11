internal import CLinux
internal import Synchronization

/// Work that other threads leave for a loop. Any number of letters between two visits of the loop cost one wake-up.
final class Mailbox: Sendable, EventHandler {
    /// What a letter asks the loop to do.
    typealias Job = @Sendable () -> Void

    /// A job by itself would be wrapped in another closure, with memory of its own, for the array to hold.
    private struct Letter {
        let job: Job
    }

    private struct State {
        var letters: [Letter] = []
        /// Memory of letters that have been read, for the next ones.
        var spare: [Letter] = []
        var isClosed = false
    }

    /// Letters whose memory is kept when they have been read.
    private static let spareCountMax = 1024

    /// An eventfd, watched edge-triggered: each write is an event, and nothing needs to be read back.
    let descriptor: Int32

    private let state = Mutex(State())

    init() throws(SystemError) {
        descriptor = try SystemCall.retrying("eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) }
    }

    deinit { SystemCall.close(descriptor) }

    /// Leaves a job, from any thread. Once the mailbox is closed the job is dropped.
    func post(_ job: @escaping Job) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            state.letters.append(Letter(job: job))
            return state.letters.count == 1
        }
        // The first letter wakes the loop; the following ones are found with it. Outside of the lock, which others wait for
        // during the system call.
        if isFirst { eventfd_write(descriptor, 1) }
    }

    /// Runs all jobs; on the loop.
    func ready(_ events: IOEvents) {
        var letters = state.withLock { state in
            let letters = state.letters
            state.letters = state.spare
            state.spare = []
            return letters
        }
        for letter in letters { letter.job() }
        guard letters.count <= Self.spareCountMax else { return }
        letters.removeAll(keepingCapacity: true)
        state.withLock { $0.spare = letters }
    }

    /// Takes no more letters, and drops those that nobody will read.
    func close() {
        let dropped = state.withLock { state in
            state.isClosed = true
            let letters = state.letters
            state.letters = []
            return letters
        }
        _ = dropped  // Released outside the lock, since a job may own what posts when it goes.
    }
}
