internal import Synchronization

/// Messages on their way from tasks to the loop that sends them, and how the stream ends after them.
///
/// A task that sends waits while too many bytes are unsent: of this stream, or of all streams that share the budget. A
/// stream may always have one message under way, so none starves, and none needs to be woken by another.
package final class OutboundMessages<End: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var frames: [MessageFrame] = []
        var end: End?
        /// Bytes given to ``send(_:)`` that have not left.
        var unsentByteCount = 0
        /// Why nothing can be sent any more.
        var closure: RPCError?
        var waiters: [UInt64: Waiter] = [:]
        var waiterCount: UInt64 = 0
        var isAnnounced = false

        mutating func takeWaiters() -> [Waiter] {
            guard !waiters.isEmpty else { return [] }
            defer { waiters = [:] }
            return Array(waiters.values)
        }
    }

    private enum Offer { case taken, full, closed(RPCError) }

    private let state = Mutex(State())
    private let unsentByteCountMax: Int
    private let budget: ByteBudget
    private let workIsDue: @Sendable () -> Void

    /// - Parameters:
    ///   - unsentByteCountMax: Bytes of this stream that may be unsent before senders wait.
    ///   - budget: The same for all streams that share it.
    ///   - workIsDue: Called on a sender's thread when ``take()`` has something to give.
    package init(unsentByteCountMax: Int, budget: ByteBudget, workIsDue: @escaping @Sendable () -> Void) {
        self.unsentByteCountMax = unsentByteCountMax
        self.budget = budget
        self.workIsDue = workIsDue
    }

    deinit { budget.giveBack(state.withLock { $0.unsentByteCount }) }

    // MARK: The senders' side

    /// Sends a message, once there is room for it.
    ///
    /// - Throws: What ended the call; CANCELLED when the task is cancelled while it waits; INTERNAL when the stream was
    ///   finished. The message is not sent then.
    package func send(_ frame: MessageFrame) async throws(RPCError) {
        while true {
            switch offer(frame) {
            case .taken: return workIsDueUnlessAnnounced()
            case .closed(let error): throw error
            case .full: try await waitForRoom()
            }
        }
    }

    /// Ends the stream after the messages sent so far. Only the first end counts.
    package func finish(_ end: End) {
        state.withLock { if $0.end == nil, $0.closure == nil { $0.end = end } }
        workIsDueUnlessAnnounced()
    }

    /// Has the loop look at the stream although there may be no message.
    package func announce() { workIsDueUnlessAnnounced() }

    // MARK: The loop's side

    /// The messages to be sent next, in order, and the end behind them once that is known.
    package func take() -> (frames: [MessageFrame], end: End?) {
        state.withLock { state in
            state.isAnnounced = false
            let frames = state.frames
            state.frames = []
            return (frames, state.end)
        }
    }

    /// So many bytes have left.
    package func sent(_ byteCount: Int) {
        let (returned, waiters) = state.withLock { state in
            let returned = min(byteCount, state.unsentByteCount)
            state.unsentByteCount -= returned
            return (returned, hasRoom(state.unsentByteCount) ? state.takeWaiters() : [])
        }
        budget.giveBack(returned)
        for waiter in waiters { waiter.resume() }
    }

    /// Nothing can be sent any more: what waits is dropped and counts no more, and senders get the error.
    package func close(_ error: RPCError) {
        let (returned, waiters) = state.withLock { state in
            if state.closure == nil { state.closure = error }
            state.frames = []
            defer { state.unsentByteCount = 0 }
            return (state.unsentByteCount, state.takeWaiters())
        }
        budget.giveBack(returned)
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Inside

    private func offer(_ frame: MessageFrame) -> Offer {
        state.withLock { state in
            if let error = state.closure { return .closed(error) }
            if state.end != nil { return .closed(RPCError(.internal, "a message was sent after the stream's end")) }
            guard hasRoom(state.unsentByteCount) else { return .full }
            state.frames.append(frame)
            state.unsentByteCount += frame.byteCount
            budget.take(frame.byteCount)
            return .taken
        }
    }

    private func hasRoom(_ unsentByteCount: Int) -> Bool {
        unsentByteCount == 0 || (unsentByteCount < unsentByteCountMax && budget.hasRoom)
    }

    private func workIsDueUnlessAnnounced() {
        let isNew = state.withLock { state in
            defer { state.isAnnounced = true }
            return !state.isAnnounced
        }
        if isNew { workIsDue() }
    }

    private func waitForRoom() async throws(RPCError) {
        let number = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, number) }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
        guard !Task.isCancelled || isClosed else {
            throw RPCError(.cancelled, "the task that sent to the stream was cancelled")
        }
    }

    private var isClosed: Bool { state.withLock { $0.closure != nil } }

    private func wait(_ waiter: Waiter, _ number: UInt64) {
        let waits = state.withLock { state in
            guard !Task.isCancelled, state.closure == nil, !hasRoom(state.unsentByteCount) else { return false }
            state.waiters[number] = waiter
            return true
        }
        if !waits { waiter.resume() }
    }
}
