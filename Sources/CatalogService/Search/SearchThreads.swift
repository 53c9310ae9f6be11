internal import Dispatch
internal import Foundation
internal import RPCCore
internal import RPCServices
internal import Synchronization

/// The threads that search: as many as the machine has cores, beside the loops and the tasks that read the store, so that a
/// hard query holds up neither. May be used from any thread.
final class SearchThreads: Sendable {
    private typealias Work = @Sendable () -> Void

    private struct State {
        var busyCount = 0
        var waiting = FirstInFirstOut<Work>()
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "medcodes.search", attributes: .concurrent)
    private let threadCount: Int
    private let waitingCountMax: Int

    /// - Parameters:
    ///   - threadCount: How many search at a time.
    ///   - waitingCountMax: How many searches wait for their turn; more are refused.
    init(
        threadCount: Int = max(2, ProcessInfo.processInfo.activeProcessorCount), waitingCountMax: Int = 4_096
    ) {
        self.threadCount = threadCount
        self.waitingCountMax = waitingCountMax
    }

    /// Does the work on one of the threads, in the order asked for.
    ///
    /// - Throws: What the work throws; RESOURCE_EXHAUSTED, reason OVERLOADED, when too much waits already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = take { continuation.resume(with: Result { try work() }) }
            if !isTaken { continuation.resume(throwing: RPCError.overloaded(retryAfter: .seconds(1))) }
        }
    }

    private func take(_ work: @escaping Work) -> Bool {
        enum Place { case now, later, none }
        let place = state.withLock { state -> Place in
            if state.busyCount < threadCount {
                state.busyCount += 1
                return .now
            }
            guard state.waiting.count < waitingCountMax else { return .none }
            state.waiting.append(work)
            return .later
        }
        if place == .now { queue.async { self.work(work) } }
        return place != .none
    }

    /// Does this work and then whatever waits.
    private func work(_ first: @escaping Work) {
        var next: Work? = first
        while let work = next {
            work()
            next = state.withLock { state in
                let next = state.waiting.popFirst()
                if next == nil { state.busyCount -= 1 }
                return next
            }
        }
    }
}
