import RPCCore
import Testing

@testable import RPCTransport

@Suite("What a streaming call can send once more", .timeLimit(.minutes(1)))
struct ClientStreamingTests {
    private let budget = ByteBudget(byteCountMax: 141)
    private let exchange: ClientExchange
    private let streaming: ClientStreaming

    init() {
        exchange = ClientExchange(unsentByteCountMax: 1_000_000, budget: budget)
        streaming = ClientStreaming(exchange, replyByteCountMax: 100)
    }

    private static let frame = MessageFrame(message: [UInt8](repeating: 1, count: 95))

    @Test("Is all that was taken, in order, and counts once however often it leaves")
    func repetition() async throws {
        try await exchange.requests.send(Self.frame)
        #expect(streaming.takeMessages().frames.count == 1)
        streaming.sent(60)
        #expect(streaming.isRepeatable)
        streaming.prepareSecondAttempt()
        try await exchange.requests.send(.empty)
        exchange.requests.finish(())
        let (frames, isLast) = streaming.takeMessages()
        #expect(frames.map(\.byteCount) == [100, 5])
        #expect(isLast)
        #expect(streaming.takeMessages().frames.isEmpty)
        streaming.sent(60)
        // 40 bytes of the first message and 5 of the second are unsent still.
        budget.take(95)
        #expect(budget.hasRoom)
        budget.take(1)
        #expect(!budget.hasRoom)
        streaming.sent(45)
        budget.take(44)
        #expect(budget.hasRoom)
        budget.take(1)
        #expect(!budget.hasRoom)
    }

    @Test("Is nothing once too much was taken, or the server has looked", arguments: [true, false])
    func limits(isTooMuch: Bool) async throws {
        let count = ClientStreaming.repeatableByteCountMax - (isTooMuch ? 0 : 5)
        try await exchange.requests.send(MessageFrame(message: [UInt8](repeating: 1, count: count)))
        _ = streaming.takeMessages()
        #expect(streaming.isRepeatable == !isTooMuch)
        streaming.becameUnrepeatable()
        #expect(!streaming.isRepeatable)
    }
}
