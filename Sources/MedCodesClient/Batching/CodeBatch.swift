internal import CatalogModel
internal import Synchronization

/// Look-ups that travel together. While it is being gathered it belongs to its batcher's lock, afterwards to the task that
/// makes the call.
final class CodeBatch: @unchecked Sendable {
    // Sendable because it is changed under the batcher's lock only, and no more once it has been taken out of there.

    /// What look-ups must have in common.
    struct Subject: Hashable {
        let day: CalendarDate?
        let view: CodeView
    }

    let subject: Subject
    /// What is asked for, each key once.
    private(set) var keys: [CodeKey] = []
    private var positions: [CodeKey: Int] = [:]
    private var waiters: [(position: Int, waiter: BatchWaiter)] = []

    init(_ subject: Subject) { self.subject = subject }

    /// Adds a look-up.
    func add(_ waiter: BatchWaiter, for key: CodeKey) {
        let position = positions[key] ?? keys.count
        if position == keys.count {
            keys.append(key)
            positions[key] = position
        }
        waiters.append((position, waiter))
    }

    /// The answers have come, one for each key.
    func resume(_ answers: [CodeAnswer]) {
        for (position, waiter) in waiters { waiter.resume(.success(answers[position])) }
    }

    /// None will come.
    func resume(_ error: MedCodesError) {
        for (_, waiter) in waiters { waiter.resume(.failure(error)) }
    }
}

/// Somebody who waits for an answer out of a batch: for the first one that is given, or the end of the task.
final class BatchWaiter: Sendable {
    typealias Answer = Result<CodeAnswer, MedCodesError>

    private enum State {
        case new
        case waiting(CheckedContinuation<Answer, Never>)
        case answered(Answer)
    }

    private let state = Mutex(State.new)

    /// Begins to wait; to be called once.
    ///
    /// - Returns: False when there is an answer already.
    func wait(_ continuation: CheckedContinuation<Answer, Never>) -> Bool {
        let answer: Answer? = state.withLock { state in
            if case .answered(let answer) = state { return answer }
            state = .waiting(continuation)
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
        return answer == nil
    }

    /// Gives the answer; the first one counts.
    func resume(_ answer: Answer) {
        let continuation: CheckedContinuation<Answer, Never>? = state.withLock { state in
            defer { if case .answered = state {} else { state = .answered(answer) } }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
        continuation?.resume(returning: answer)
    }
}
