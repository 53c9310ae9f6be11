internal import CommandLineSupport
internal import Dispatch
internal import EventLoop
internal import Glibc
internal import Synchronization

/// A process that is to take this one's place: the program that lies on the disk now, started as this one was, with this
/// one's listening sockets.
struct Successor {
    /// What it is started with; the first is the program, looked for where the shell would.
    var arguments = CommandLine.arguments
    /// The environment besides what is handed over.
    var environment: [String: String]
    /// The sockets it gets.
    var sockets: [Inheritance.Role: Inheritance.ListeningSocket]
    /// The time it has until it must be able to answer.
    var readyTimeMax = Duration.seconds(60)

    /// Starts it, and waits until it accepts calls and can answer them. When the task is cancelled it is asked to stop.
    ///
    /// - Returns: Its number.
    /// - Throws: ``CommandFailure`` telling what was wrong; nothing of it is left then.
    func takeOver() async throws(CommandFailure) -> pid_t {
        let (process, pipe) = try start()
        // Nil once it has been waited for, since its number may be another's from then on.
        let running = Mutex<pid_t?>(process)
        let heard = await withTaskCancellationHandler {
            await Self.hear(pipe, within: readyTimeMax)
        } onCancel: {
            running.withLock { if let process = $0 { kill(process, SIGTERM) } }
        }
        SystemCall.close(pipe)
        guard heard != .ready else { return process }
        running.withLock { $0 = nil }
        // One that is ending already ends as it was going to.
        kill(process, SIGKILL)
        var status: Int32 = 0
        _ = try? SystemCall.retrying("waitpid") { waitpid(process, &status, 0) }
        let signal = status & 0x7F
        let end = signal == 0 ? "ended with status \((status >> 8) & 0xFF)" : "was ended by signal \(signal)"
        throw CommandFailure(
            .failure,
            heard == .end
                ? "the new process \(process) \(end) before it could answer"
                : "the new process \(process) could not answer within \(readyTimeMax)")
    }

    // MARK: Starting

    /// Starts the process. Returns its number, and the end of the pipe on which it will be heard.
    private func start() throws(CommandFailure) -> (pid_t, Int32) {
        var ends: (read: Int32, write: Int32) = (-1, -1)
        var open: [Int32] = []
        defer { for descriptor in open { SystemCall.close(descriptor) } }
        do throws(SystemError) {
            ends = try Self.pipe()
            let roles = sockets.sorted { $0.key.rawValue < $1.key.rawValue }
            let words = roles.map { "\($0.key.rawValue)=\($0.value.madeFor ?? "*")" } + [Inheritance.readyWord]
            open.append(ends.write)
            var descriptors: [Int32] = []
            for source in roles.map(\.value.socket.descriptor) + [ends.write] {
                // Out of the way of the numbers that the new process finds them under.
                let floor = Inheritance.firstDescriptor + Int32(words.count)
                descriptors.append(
                    try SystemCall.retrying("fcntl") { fcntl(source, F_DUPFD_CLOEXEC, floor) })
                open.append(descriptors[descriptors.count - 1])
            }
            var variables = environment
            variables[Inheritance.variable] = words.joined(separator: " ")
            return (try spawn(descriptors, variables), ends.read)
        } catch {
            if ends.read >= 0 { SystemCall.close(ends.read) }
            throw CommandFailure(.failure, "no new process can be started from \(arguments.first ?? ""): \(error)")
        }
    }

    /// The new process gets these descriptors; all others are closed there as any of ours are when a program is started.
    private func spawn(_ descriptors: [Int32], _ variables: [String: String]) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var next = Inheritance.firstDescriptor
        for descriptor in descriptors {
            posix_spawn_file_actions_adddup2(&actions, descriptor, next)
            next += 1
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that are ignored here would be there too, until somebody takes them over.
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var process: pid_t = 0
        let number = Self.withTexts(arguments) { arguments in
            Self.withTexts(variables.map { "\($0.key)=\($0.value)" }) { variables in
                arguments[0].map { posix_spawnp(&process, $0, &actions, &attributes, arguments, variables) } ?? EINVAL
            }
        }
        guard number == 0 else { throw SystemError(call: "posix_spawnp", number: number) }
        return process
    }

    private static func pipe() throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        _ = try SystemCall.retrying("pipe") { Glibc.pipe(&ends) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Calls the body with the texts as C has them, and nil behind the last.
    private static func withTexts<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }

    // MARK: Waiting

    private enum Heard { case ready, end, nothing }

    /// Waits on a thread of its own, which may block.
    private static func hear(_ pipe: Int32, within time: Duration) async -> Heard {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: read(pipe, within: time)) }
        }
    }

    private static func read(_ pipe: Int32, within time: Duration) -> Heard {
        var watched = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: time.nanoseconds / 1_000_000)
        guard (try? SystemCall.retrying("poll") { poll(&watched, 1, milliseconds) }) == 1 else { return .nothing }
        var message = [UInt8](repeating: 0, count: 64)
        let count = (try? SystemCall.retrying("read") { Glibc.read(pipe, &message, message.count) }) ?? 0
        return message[..<count].elementsEqual(Predecessor.message.utf8) ? .ready : .end
    }
}
