internal import RPCCore
internal import Synchronization

/// Where the tasks of a streaming call and the loop that carries it meet: messages both ways, metadata, and the end. May be
/// used from any thread.
final class ClientExchange: Sendable {
    /// From the tasks to the loop.
    let requests: OutboundMessages<Void>
    /// From the loop to the tasks, as they are on the wire.
    let replies: InboundMessages
    /// What came before the first reply.
    let metadata = Eventual<Metadata>()
    /// What came after the last one.
    let trailers = Eventual<Metadata>()

    private let bell = Bell()

    /// - Parameters:
    ///   - unsentByteCountMax: Bytes of requests that may wait to be sent.
    ///   - budget: The same for all streams of a client.
    init(unsentByteCountMax: Int, budget: ByteBudget) {
        let bell = bell
        requests = OutboundMessages(unsentByteCountMax: unsentByteCountMax, budget: budget) { bell.ring() }
        replies = InboundMessages { bell.ring() }
    }

    /// Sets what is called, on any thread, when the tasks have left something for the loop.
    func onWork(_ action: @escaping @Sendable () -> Void) { bell.action.withLock { $0 = action } }

    /// The loop takes nothing any more: the call is over.
    func end(_ outcome: ClientRequest.Outcome) {
        bell.action.withLock { $0 = nil }
        switch outcome {
        case .success(let reply):
            metadata.settle(.success(reply.metadata))
            // Before the senders learn that nothing goes any more: they look here for the reason.
            trailers.settle(.success(reply.trailers))
            replies.finish(.success(()))
            requests.close(RPCError(.cancelled, "the server has ended the call"))
        case .failure(let error):
            requests.close(error)
            metadata.settle(.failure(error))
            trailers.settle(.failure(error))
            // What came before the server's word is still worth reading; after our own nobody waits for it.
            if error.isAbandonment { replies.abort(error) } else { replies.finish(.failure(error)) }
        }
    }

    /// Whether the server has ended the call with OK.
    var hasSucceeded: Bool { if case .success = trailers.result { true } else { false } }

    private final class Bell: Sendable {
        let action = Mutex<(@Sendable () -> Void)?>(nil)

        func ring() {
            let action = action.withLock { $0 }
            action?()
        }
    }
}

extension RPCError {
    /// Whether this side has given the call up.
    fileprivate var isAbandonment: Bool {
        origin == .local && (code == .cancelled || code == .deadlineExceeded)
    }
}
