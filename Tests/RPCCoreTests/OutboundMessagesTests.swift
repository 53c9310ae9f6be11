import Synchronization
import Testing

@testable import RPCCore

@Suite("Messages on their way to be sent", .timeLimit(.minutes(1)))
struct OutboundMessagesTests {
    private static let frame = MessageFrame(message: [UInt8](repeating: 1, count: 95))

    private static func stream(
        byteCountMax: Int = 200, budget: ByteBudget = ByteBudget(byteCountMax: .max),
        workIsDue: @escaping @Sendable () -> Void = {}
    ) -> OutboundMessages<Int> {
        OutboundMessages(unsentByteCountMax: byteCountMax, budget: budget, workIsDue: workIsDue)
    }

    @Test("Are taken in order with the end behind them, and announced once for each visit")
    func order() async throws {
        let announcements = Mutex(0)
        let stream = Self.stream { announcements.withLock { $0 += 1 } }
        try await stream.send(Self.frame)
        try await stream.send(.empty)
        #expect(announcements.withLock { $0 } == 1)
        #expect(stream.take().frames.map(\.byteCount) == [100, 5])
        stream.finish(7)
        stream.finish(8)
        #expect(announcements.withLock { $0 } == 2)
        #expect(stream.take().end == 7)
        let error = await #expect(throws: RPCError.self) { try await stream.send(.empty) }
        #expect(error?.code == .internal)
    }

    @Test("Make their sender wait until there is room")
    func room() async throws {
        let stream = Self.stream()
        try await stream.send(Self.frame)
        try await stream.send(Self.frame)
        let isThrough = Mutex(false)
        async let third: Void = {
            try await stream.send(Self.frame)
            isThrough.withLock { $0 = true }
        }()
        #expect(stream.take().frames.count == 2)
        #expect(isThrough.withLock { !$0 })
        stream.sent(1)
        try await third
        #expect(stream.take().frames.count == 1)
    }

    @Test("Count no more once the stream is closed, although somebody holds it")
    func closedBudget() async throws {
        let budget = ByteBudget(byteCountMax: 100)
        let stream = Self.stream(budget: budget)
        try await stream.send(Self.frame)
        #expect(!budget.hasRoom)
        stream.close(RPCError(.cancelled, "over"))
        #expect(budget.hasRoom)
        // What had left for the socket already is not given back twice.
        stream.sent(100)
        budget.take(99)
        #expect(budget.hasRoom)
        budget.take(1)
        #expect(!budget.hasRoom)
    }

    @Test("May be one under way for each stream when the shared budget is used up, which is given back in the end")
    func budget() async throws {
        let whole = ByteBudget(byteCountMax: 100)
        let budget = ByteBudget(byteCountMax: .max, partOf: whole)
        do {
            let first = Self.stream(budget: budget)
            let second = Self.stream(budget: budget)
            try await first.send(Self.frame)
            try await second.send(Self.frame)
            #expect(!whole.hasRoom)
            async let next: Void = second.send(Self.frame)
            second.sent(100)
            try await next
            second.close(RPCError(.cancelled, "gone"))
        }
        #expect(whole.hasRoom)
    }

    @Test("Release senders with the error that closes the stream, and with CANCELLED when their task is cancelled")
    func endings() async throws {
        for isClosed in [true, false] {
            let stream = Self.stream(byteCountMax: 1)
            try await stream.send(Self.frame)
            let sender = Task { () async -> StatusCode? in
                do throws(RPCError) { try await stream.send(Self.frame) } catch { return error.code }
                return nil
            }
            if isClosed { stream.close(RPCError(.deadlineExceeded, "late")) } else { sender.cancel() }
            #expect(await sender.value == (isClosed ? .deadlineExceeded : .cancelled))
        }
    }
}
