import CatalogModel
import Testing

@testable import MedCodesClient

@Suite("The batcher of look-ups", .timeLimit(.minutes(1)))
struct CodeBatcherTests {
    private static let pages = (0..<40).map { Code(key: key($0), longDescriptor: "Synthetic part \($0)") }

    private static func key(_ number: Int) -> CodeKey {
        CodeKey(system: .icd10PCS, canonical: "Z" + String(1_000_000 + number).dropFirst())
    }

    /// A window that only ends by itself when a test waits for it.
    private static func long(keyCountMax: Int = 1_000, waitingCountMax: Int = 20_000) -> CodeBatcher.Configuration {
        var configuration = CodeBatcher.Configuration()
        configuration.window = .seconds(600)
        configuration.keyCountMax = keyCountMax
        configuration.waitingCountMax = waitingCountMax
        return configuration
    }

    @Test("Look-ups made together travel together, and each gets its own answer")
    func together() async throws {
        try await RunningService.run(Self.pages) { client, service in
            // The batch leaves when all fifty are in it; the last ten are not there.
            let batcher = client.batcher(Self.long(keyCountMax: 50))
            try await withThrowingTaskGroup(of: (CodeKey, CodeAnswer).self) { group in
                for number in 0..<50 {
                    group.addTask { (Self.key(number), try await batcher.answer(for: Self.key(number))) }
                }
                for try await (key, answer) in group {
                    switch answer {
                    case .found(let code): #expect(code.key == key && Self.pages.contains { $0.key == key })
                    case .absent(let absence): #expect(absence == CodeAbsence(key: key, reason: .unknownCode))
                    }
                }
            }
            #expect(service.calls.count(of: "BatchGetCodes") == 1)
        }
    }

    @Test("A key that several ask for is in the batch once, and all get its answer")
    func sameKey() async throws {
        let batch = CodeBatch(CodeBatch.Subject(day: nil, view: .basic))
        let waiters = (0..<3).map { _ in BatchWaiter() }
        for (waiter, number) in zip(waiters, [0, 1, 0]) { batch.add(waiter, for: Self.key(number)) }
        #expect(batch.keys == [Self.key(0), Self.key(1)])
        batch.resume([.found(Self.pages[0]), .found(Self.pages[1])])
        var answers: [CodeAnswer] = []
        for waiter in waiters { answers.append(try await withCheckedContinuation { _ = waiter.wait($0) }.get()) }
        #expect(answers == [.found(Self.pages[0]), .found(Self.pages[1]), .found(Self.pages[0])])
    }

    @Test("A batch leaves when its time has come, one for each day and view")
    func window() async throws {
        try await RunningService.run(Self.pages) { client, service in
            let batcher = client.batcher()
            let missing = await failure { _ = try await batcher.code(Self.key(99)) }
            #expect(missing?.code == .notFound && missing?.reason == "UNKNOWN_CODE")
            #expect(missing?.absence?.key == Self.key(99))
            async let basic = batcher.code(Self.key(1), view: .basic)
            async let full = batcher.code(Self.key(1), view: .full)
            async let early = batcher.code(Self.key(1), asOf: CalendarDate("2020-01-01"))
            let keys = try await [basic.key, full.key, early.key]
            #expect(keys == [Self.key(1), Self.key(1), Self.key(1)])
            #expect(service.calls.count(of: "BatchGetCodes") == 4)
        }
    }

    @Test("Who gives up gets an error at once, however long the window is")
    func cancelled() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let batcher = client.batcher(Self.long())
            let leaving = Task { try await batcher.code(Self.key(0)) }
            leaving.cancel()
            let error = await failure { _ = try await leaving.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test("Too many at once are refused, and a batch that fails tells everyone why")
    func bounds() async throws {
        try await RunningService.run(Self.pages) { client, service in
            let none = client.batcher(Self.long(waitingCountMax: 0))
            let refused = await failure { _ = try await none.code(Self.key(0)) }
            #expect(refused?.code == .resourceExhausted && refused?.isFromServer == false)
            await service.shutDown()
            let batcher = client.batcher()
            async let first = failure { _ = try await batcher.code(Self.key(1)) }
            async let second = failure { _ = try await batcher.code(Self.key(2)) }
            for error in await [first, second] { #expect(error?.code == .unavailable && error?.problem != nil) }
        }
    }
}
