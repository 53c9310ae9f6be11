import RPCCore
import Synchronization
import Testing

@Suite("Pending replies")
struct PendingReplyTests {
    /// Counts what a handle did.
    private final class Log: Sendable {
        let codes = Mutex<[StatusCode]>([])
        let cancellations = Mutex(0)

        func pending() -> PendingReply {
            PendingReply(deadline: .never) { [self] outcome in
                codes.withLock { codes in
                    switch outcome {
                    case .success: codes.append(.ok)
                    case .failure(let error): codes.append(error.code)
                    }
                }
            }
        }
    }

    @Test("Only the first answer counts, and it ends cancellation")
    func firstAnswer() {
        let log = Log()
        let pending = log.pending()
        pending.onCancel { log.cancellations.withLock { $0 += 1 } }
        pending.fail(RPCError(.notFound, "no such code"))
        pending.succeed(UnaryReply(.empty))
        pending.cancel()
        #expect(log.codes.withLock { $0 } == [.notFound])
        #expect(log.cancellations.withLock { $0 } == 0)
        #expect(!pending.isCancelled)
    }

    @Test("Cancellation reaches actions added before and after, once, and silences the answer")
    func cancellation() {
        let log = Log()
        let pending = log.pending()
        pending.onCancel { log.cancellations.withLock { $0 += 1 } }
        pending.cancel()
        pending.cancel()
        pending.onCancel { log.cancellations.withLock { $0 += 10 } }
        pending.succeed(UnaryReply(.empty))
        #expect(log.cancellations.withLock { $0 } == 11)
        #expect(log.codes.withLock { $0.isEmpty })
        #expect(pending.isCancelled)
    }

    @Test("A handle dropped without an answer is an INTERNAL error")
    func dropped() {
        let log = Log()
        _ = log.pending()
        #expect(log.codes.withLock { $0 } == [.internal])
    }
}
