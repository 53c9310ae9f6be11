import EventLoop
import Testing

@Suite("The end of an event loop", .timeLimit(.minutes(1)))
struct ShutDownTests {
    @Test("Is told to whoever asked for it, at whatever moment it comes")
    func anyMoment() async throws {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for round in 0..<50 {
                        guard let loop = try? EventLoop(label: "test.\(number).\(round)") else { return }
                        // Sometimes the loop has never run, sometimes it is about to sleep, sometimes at work.
                        for _ in 0..<(round % 4) { loop.execute {} }
                        if round % 3 == 0 { _ = try? await loop.run {} }
                        await loop.close()
                    }
                }
            }
        }
    }
}
