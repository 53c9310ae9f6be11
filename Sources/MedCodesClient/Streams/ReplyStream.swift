internal import CatalogMessages
internal import RPCCore
internal import RPCTransport
internal import WireMessages

/// The replies to the one request of a stream, as values. Ends the call when nobody holds it any more.
struct ReplyStream<Reply: CatalogMessage>: Sendable {
    private let stream: ClientStream

    /// Begins the call.
    init(
        _ client: MedCodesClient, _ method: ServiceMethod, _ request: some CatalogMessage
    ) async throws(MedCodesError) {
        let stream = client.transport.stream(path: method.path, options: client.streamOptions)
        do throws(RPCError) {
            try await stream.send(.framing(request))
        } catch {
            throw MedCodesError(error)
        }
        stream.finishSending()
        self.stream = stream
    }

    /// The next reply; nil after the last.
    func next() async throws(MedCodesError) -> Reply? {
        let message: ReceivedMessage?
        do throws(RPCError) {
            message = try await stream.replies.makeAsyncIterator().next()
        } catch {
            throw MedCodesError(error)
        }
        do throws(MessageError) {
            return try message?.withBytes { bytes throws(MessageError) in try Reply(message: bytes) }
        } catch {
            throw MedCodesError(unreadableReply: error)
        }
    }
}

extension MessageFrame {
    /// A frame around a message of the contract.
    static func framing(_ value: some CatalogMessage, in arena: MessageArena = MessageArena()) -> MessageFrame {
        value.withMessage(arena: arena) { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }
}

/// How long to wait before a stream that was cut is begun anew: longer each time, until something has come again.
struct ReconnectDelay: Sendable {
    private(set) var attemptCount = 0

    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.seconds(5)

    /// Something has come.
    mutating func reset() { attemptCount = 0 }

    /// Waits, give or take a quarter, so that clients that were cut together do not come back together.
    ///
    /// - Throws: the error, when the task is cancelled.
    mutating func wait(
        after error: MedCodesError, isolation actor: isolated (any Actor)?
    ) async throws(MedCodesError) {
        let delay = min(Self.first * (1 << min(attemptCount, 10)), Self.longest)
        attemptCount += 1
        do {
            try await Task.sleep(for: (error.retryDelay ?? delay) * Double.random(in: 0.75...1.25))
        } catch {
            throw MedCodesError(.cancelled, "the task was cancelled", cause: error)
        }
    }
}
