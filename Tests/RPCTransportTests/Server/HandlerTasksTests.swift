import RPCCore
import Testing

@testable import RPCTransport

@Suite("Tasks of handlers", .timeLimit(.minutes(1)))
struct HandlerTasksTests {
    @Test("Count from their start until their handler has returned, also when they are cancelled and go on")
    func counts() async {
        let tasks = HandlerTasks()
        let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
        let (word, sayWord) = AsyncStream.makeStream(of: Void.self)
        let handler: StreamHandler = { _ in
            hasBegun.yield()
            // Heeds no cancellation.
            await Task { for await _ in word { return } }.value
        }
        let call = StreamingCall(
            method: RPCMethod(service: "test.Service", name: "Wait", bidirectional: handler), peer: "ipv4:192.0.2.1:1",
            metadata: Metadata(), deadline: .never,
            requests: MessageSequence { () async throws(RPCError) -> ReceivedMessage? in nil },
            replies: OutboundMessages(unsentByteCountMax: 1, budget: ByteBudget(byteCountMax: .max)) {})
        let task = tasks.start(handler, for: call)
        #expect(tasks.count == 1)
        for await _ in begun { break }
        #expect(tasks.waitingCount == 0)
        task.cancel()
        #expect(tasks.count == 1)
        sayWord.yield()
        await task.value
        #expect(tasks.count == 0)
    }
}
