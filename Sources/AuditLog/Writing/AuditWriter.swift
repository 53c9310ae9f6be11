internal import Digests
internal import Dispatch
internal import EventLoop
internal import RPCCore
internal import Synchronization

/// Chains lines that come from several loops, in the order they come, and writes them down. May be used from any thread.
///
/// Buffered, whoever brings lines writes them: one `write` for a batch, under the lock. Durable, a queue writes what has
/// gathered and waits for the disk, while more gathers: one `fdatasync` for everything that came during the one before
/// (group commit). After a failure the queue goes on trying, in both modes.
final class AuditWriter: Sendable {
    /// Bytes of lines that may wait while they cannot be written. Calls that were under way when writing began to fail
    /// end meanwhile; beyond this they have no line, and no answer.
    static let waitingByteCountMax = 8 << 20
    /// Between two tries to write after a failure.
    private static let retryInterval = DispatchTimeInterval.milliseconds(250)

    fileprivate struct State {
        var chain: AuditChain
        var clock = AuditClock()
        /// Lines that nobody writes yet.
        var gathering = AuditDraft()
        /// Who waits for them.
        var holds: [AnswerHold] = []
        /// Whether the queue is at work or will be.
        var isQueued = false
        /// Bytes of the chain's present file, counting what is not written yet.
        var fileByteCount: Int
        var statistics = AuditStatistics()
    }

    private let path: String
    private let mode: AuditMode
    private let fileByteCountMax: Int
    private let state: Mutex<State>
    /// Whether calls are to be refused; beside the state so that asking takes no lock.
    private let failing = Atomic(false)
    private let unwrittenCalls = Atomic<UInt64>(0)
    private let reportFailure: @Sendable (String?) -> Void
    private let queue = DispatchQueue(label: "audit-log")
    /// Used under the state's lock when buffered and nothing fails, else on the queue.
    private let file: AuditFile
    /// What the queue is writing; used on it only.
    private nonisolated(unsafe) var draft = AuditDraft()

    /// A writer that goes on behind what was found in the file.
    ///
    /// - Parameter reportFailure: Told when writing begins to fail, and with nil when it works again.
    init(
        _ file: AuditFile, after past: AuditFile.Past, path: String, mode: AuditMode, fileByteCountMax: Int,
        reportFailure: @escaping @Sendable (String?) -> Void
    ) {
        self.file = file
        self.path = path
        self.mode = mode
        self.fileByteCountMax = fileByteCountMax
        self.reportFailure = reportFailure
        state = Mutex(State(chain: AuditChain(after: past.last), fileByteCount: file.byteCount))
    }

    /// Writes the lines that a file, and a server, begin with.
    ///
    /// - Throws: `SystemError` when they cannot be written: then the log is of no use.
    func start(after past: AuditFile.Past) throws(SystemError) {
        try state.withLock { state throws(SystemError) in
            if !past.isSameFile { appendOpening(behind: past, to: &state) }
            append(to: &state) { fields in
                fields.append("event", "started")
                fields.append("mode", mode.rawValue)
                if past.tornByteCount > 0 { fields.append("torn_bytes", UInt64(past.tornByteCount)) }
            }
            let byteCount = state.gathering.byteCount
            let begin = DispatchTime.now().uptimeNanoseconds
            _ = try state.gathering.write(to: file)
            try file.sync()
            state.wrote(byteCount, 0, since: begin)
        }
    }

    /// Writes lines of calls that have ended.
    ///
    /// - Parameters:
    ///   - fields: What stands in them between number and hash, one behind the other.
    ///   - ends: Where each ends.
    /// - Returns: When the answers of these calls, and of all before, may leave.
    func write(_ fields: AuditBytes, ends: [Int]) -> AnswerDeparture {
        state.withLock { state in
            guard state.gathering.byteCount < Self.waitingByteCountMax else {
                noteUnwritten(ends.count)
                return .never
            }
            var start = 0
            for end in ends {
                append(fields.bytes(start..<end), to: &state)
                start = end
            }
            if mode == .buffered, !state.isQueued { return writeNow(&state) ? .now : .never }
            queueCommit(&state)
            guard !isFailing else { return .never }
            let hold = AnswerHold()
            state.holds.append(hold)
            return .when(hold)
        }
    }

    /// Writes a line that no answer waits for.
    func write(_ fill: @Sendable (AuditBytes) -> Void) {
        state.withLock { state in
            append(to: &state, fill)
            if mode == .buffered, !state.isQueued { _ = writeNow(&state) } else { queueCommit(&state) }
        }
    }

    /// Begins a new file at the path if the present one was moved away.
    func reopenIfMoved() {
        queue.async { [self] in
            state.withLock { state in
                guard !file.isInPlace else { return }
                beginFile(naming: file.currentPath, in: &state)
                queueCommit(&state)
            }
        }
    }

    /// Writes all that waits, and a last line; then another log may go on with the file. Waits for the disk.
    func finish(_ fill: @Sendable (AuditBytes) -> Void) {
        write(fill)
        queue.sync {
            commit()
            file.release()
        }
    }

    /// Whether nothing can be written now, so that calls are to be refused.
    var isFailing: Bool { failing.load(ordering: .relaxed) }

    /// So many calls have no line.
    func noteUnwritten(_ count: Int) { unwrittenCalls.add(UInt64(count), ordering: .relaxed) }

    var statistics: AuditStatistics {
        var statistics = state.withLock { state in
            state.statistics.sequence = state.chain.sequence
            state.statistics.waitingByteCount = UInt64(state.gathering.byteCount)
            return state.statistics
        }
        statistics.unwrittenCallCount = unwrittenCalls.load(ordering: .relaxed)
        statistics.isFailing = isFailing
        return statistics
    }

    // MARK: Lines

    private func append(_ fields: UnsafeRawBufferPointer, to state: inout State) {
        if state.fileByteCount >= fileByteCountMax { beginFile(naming: AuditFile.lastName(for: path), in: &state) }
        chain(fields, in: &state)
    }

    private func append(to state: inout State, _ fill: (AuditBytes) -> Void) {
        let fields = AuditBytes()
        fields.append("\"time\":\"")
        state.clock.append(to: fields)
        fields.append("\"")
        fill(fields)
        append(fields.bytes, to: &state)
    }

    private func beginFile(naming name: String, in state: inout State) {
        state.gathering.cut(naming: name)
        state.fileByteCount = 0
        let last = AuditLine(sequence: state.chain.sequence, hash: state.chain.hash)
        appendOpening(behind: AuditFile.Past(last: last, fileBefore: name), to: &state)
    }

    /// The first line of a file says which line of which file is before it.
    private func appendOpening(behind past: AuditFile.Past, to state: inout State) {
        append(to: &state) { fields in
            fields.append("event", "opened")
            fields.append("file_before", past.fileBefore.split(separator: "/").last.map(String.init) ?? "")
            fields.append("sequence_before", past.last.sequence)
            fields.append("hash_before", past.last.hash.hexadecimal)
            if past.isBeside { fields.append("beside", "true") }
        }
    }

    private func chain(_ fields: UnsafeRawBufferPointer, in state: inout State) {
        let before = state.gathering.lines.count
        state.chain.append(fields, to: state.gathering.lines)
        state.fileByteCount += state.gathering.lines.count - before
        state.statistics.lineCount += 1
    }

    // MARK: Writing

    /// Returns whether everything is written.
    private func writeNow(_ state: inout State) -> Bool {
        let byteCount = state.gathering.byteCount
        do throws(SystemError) {
            let begin = DispatchTime.now().uptimeNanoseconds
            let rotationCount = try state.gathering.write(to: file)
            state.wrote(byteCount, rotationCount, since: begin)
            return true
        } catch {
            failed(error, &state)
            return false
        }
    }

    private func queueCommit(_ state: inout State) {
        guard !state.isQueued else { return }
        state.isQueued = true
        queue.async { [self] in commit() }
    }

    /// Writes what has gathered; on the queue.
    private func commit() {
        let holds = state.withLock { state in
            state.isQueued = true
            // After a failure what could not be written comes first, and nobody waits for it any more.
            if draft.isEmpty { swap(&draft, &state.gathering) }
            defer { state.holds.removeAll(keepingCapacity: true) }
            return state.holds
        }
        let byteCount = draft.byteCount
        let begin = DispatchTime.now().uptimeNanoseconds
        do throws(SystemError) {
            let rotationCount = try draft.write(to: file)
            if mode == .durable { try file.sync() }
            state.withLock { state in
                state.wrote(byteCount, rotationCount, since: begin)
                committed(&state)
            }
            for hold in holds { hold.release(mayLeave: true) }
        } catch {
            state.withLock { state in failed(error, &state) }
            for hold in holds { hold.release(mayLeave: false) }
        }
    }

    private func committed(_ state: inout State) {
        state.isQueued = false
        if !state.gathering.isEmpty { return queueCommit(&state) }
        guard isFailing else { return }
        failing.store(false, ordering: .relaxed)
        append(to: &state) { fields in
            fields.append("event", "resumed")
            fields.append("unwritten_calls", unwrittenCalls.load(ordering: .relaxed))
        }
        queueCommit(&state)
        queue.async { [self] in reportFailure(nil) }
    }

    /// From now on calls are refused, until the queue has written what is left.
    private func failed(_ error: SystemError, _ state: inout State) {
        state.statistics.failureCount += 1
        state.isQueued = true
        queue.asyncAfter(deadline: .now() + Self.retryInterval) { [self] in commit() }
        guard !failing.exchange(true, ordering: .relaxed) else { return }
        queue.async { [self] in reportFailure("\(path): \(error.description)") }
    }
}

extension AuditWriter.State {
    /// So many bytes are where they belong.
    fileprivate mutating func wrote(_ byteCount: Int, _ rotationCount: Int, since begin: UInt64) {
        statistics.byteCount += UInt64(byteCount)
        statistics.rotationCount += UInt64(rotationCount)
        statistics.lastWriteNanoseconds = DispatchTime.now().uptimeNanoseconds - begin
    }
}
