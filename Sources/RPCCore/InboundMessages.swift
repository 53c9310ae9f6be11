internal import Synchronization

/// Messages on their way from the loop that receives them to the task that reads them.
///
/// What nobody has read holds its share of the stream's flow-control window, so a peer can send no more than that window
/// ahead of the reader. Only a message that is longer than the window gets more, as its reader could not go on otherwise:
/// while no complete message waits, the bytes of the incomplete one are given back as they come.
package final class InboundMessages: Sendable {
    private typealias Outcome = InboundQueue.Outcome

    /// Credit is given back in steps of at least so many bytes, which must be less than a window.
    package static let creditStepByteCount = 32 * 1024

    private let state = Mutex(InboundQueue())
    private let creditIsDue: @Sendable () -> Void

    /// - Parameter creditIsDue: Called on a reader's thread when ``takeCredit()`` has something to give.
    package init(creditIsDue: @escaping @Sendable () -> Void) { self.creditIsDue = creditIsDue }

    // MARK: The loop's side

    /// Takes the messages that are complete with a chunk of so many bytes.
    ///
    /// - Returns: How many bytes may be given back at once.
    func receive(_ messages: [ReceivedMessage], byteCount: Int) -> Int {
        let (credit, reader, outcome) = state.withLock { state in
            state.receive(messages, byteCount: byteCount)
            let (reader, outcome) = state.serveReader()
            return (state.takeCredit(), reader, outcome)
        }
        reader?.resume(returning: outcome)
        return credit
    }

    /// Says what comes after the last message; the first end counts.
    package func finish(_ result: Result<Void, RPCError>) {
        let (reader, outcome) = state.withLock { state in
            state.finish(result)
            return state.serveReader()
        }
        reader?.resume(returning: outcome)
    }

    /// The call is over: what nobody has read is dropped, and the reader gets the error.
    package func abort(_ error: RPCError) {
        let (reader, outcome) = state.withLock { state in
            state.abort(error)
            return state.serveReader()
        }
        reader?.resume(returning: outcome)
    }

    /// Bytes to give back to the stream's window.
    package func takeCredit() -> Int { state.withLock { $0.takeCredit() } }

    // MARK: The reader's side

    /// The next message; nil after the last. For one task at a time.
    ///
    /// - Throws: What ended the call; CANCELLED when the task is cancelled; INTERNAL when another task is waiting.
    package func next() async throws(RPCError) -> ReceivedMessage? {
        let outcome: Outcome
        if let known = poll() {
            outcome = known
        } else {
            outcome = await withTaskCancellationHandler {
                await withCheckedContinuation { wait($0) }
            } onCancel: {
                dismissReader()
            }
        }
        announceCredit()
        return try outcome.get()
    }

    /// The messages that wait, at most so many, after a wait for the first; none after the last. For one task at a time.
    ///
    /// - Throws: As ``next()``, once the messages that came before have been read.
    package func batch(countMax: Int) async throws(RPCError) -> [ReceivedMessage] {
        var batch: [ReceivedMessage] = []
        state.withLock { $0.poll(into: &batch, countMax: countMax) }
        if batch.isEmpty {
            guard let first = try await next() else { return [] }
            batch.append(first)
            state.withLock { $0.poll(into: &batch, countMax: countMax) }
        }
        announceCredit()
        return batch
    }

    private func poll() -> Outcome? { state.withLock { $0.poll() } }

    private func wait(_ reader: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLock { state -> Outcome? in
            if let outcome = state.poll() { return outcome }
            if Task.isCancelled { return .failure(Self.cancelled) }
            return state.wait(reader)
        }
        if let outcome { reader.resume(returning: outcome) }
    }

    private func dismissReader() {
        let reader = state.withLock { $0.takeReader() }
        reader?.resume(returning: .failure(Self.cancelled))
    }

    private func announceCredit() {
        let isDue = state.withLock { $0.announceCredit(atLeast: Self.creditStepByteCount) }
        if isDue { creditIsDue() }
    }

    private static let cancelled = RPCError(.cancelled, "the task that read the stream was cancelled")
}
