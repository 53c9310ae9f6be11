import Testing

@testable import RPCTransport

@Suite("Tasks of handlers", .timeLimit(.minutes(1)))
struct HandlerTasksTests {
    @Test("Count from their start to their end, also when they are cancelled and go on")
    func counts() async {
        let tasks = HandlerTasks()
        let (begun, hasBegun) = AsyncStream.makeStream(of: Void.self)
        let (word, sayWord) = AsyncStream.makeStream(of: Void.self)
        let task = tasks.start {
            hasBegun.yield()
            // Heeds no cancellation.
            await Task { for await _ in word { return } }.value
        }
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
