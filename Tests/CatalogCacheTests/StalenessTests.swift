import CatalogCache
import Synchronization
import Testing

@Suite("Answers past their time")
struct StalenessTests {
    private let time = ManualClock()

    private func timedCache() -> Cache {
        cache(clock: time.clock) {
            $0.freshTime = .seconds(100)
            $0.freshTimeJitter = 0
            $0.absenceFreshTime = .seconds(10)
            $0.revalidationTime = .seconds(20)
            $0.staleOnErrorTime = .seconds(1_000)
            $0.retryDelay = .seconds(2)
        }
    }

    @Test("An answer is found until its time is up, an absence for a time of its own")
    func freshness() {
        let cache = timedCache()
        cache.keep(loaded("one"), for: Question(number: 1))
        cache.keep(loaded("none", isAbsence: true), for: Question(number: 2))
        time.move(.seconds(9))
        #expect(cache.find(Question(number: 2))?.outcome == .negative)
        time.move(.seconds(1))
        #expect(cache.find(Question(number: 2)) == nil)
        time.move(.seconds(89))
        #expect(cache.find(Question(number: 1))?.outcome == .hit)
        time.move(.seconds(1))
        #expect(cache.find(Question(number: 1)) == nil)
    }

    @Test("Without a time an answer stays")
    func noTime() {
        let cache = cache(clock: time.clock) { $0.freshTime = nil }
        cache.keep(loaded("one"), for: Question(number: 1))
        time.move(.seconds(1_000_000_000))
        #expect(cache.find(Question(number: 1))?.outcome == .hit)
    }

    @Test("Jitter ends answers that came together one by one, none late")
    func jitter() {
        let cache = cache(clock: time.clock) {
            $0.freshTime = .seconds(100)
            $0.freshTimeJitter = 0.5
        }
        for number in 0..<200 { cache.keep(loaded("\(number)"), for: Question(number: number)) }
        func freshCount() -> Int { (0..<200).count { cache.find(Question(number: $0)) != nil } }
        time.move(.seconds(49))
        #expect(freshCount() == 200)
        time.move(.seconds(26))
        #expect((40...160).contains(freshCount()))
        time.move(.seconds(25))
        #expect(freshCount() == 0)
    }

    @Test("Soon after its time an answer is served stale at once while one load brings the new one")
    func revalidation() async throws {
        let cache = timedCache()
        cache.keep(loaded("old"), for: Question(number: 1))
        time.move(.seconds(110))
        let gate = Gate()
        let landed = Gate()
        for _ in 0..<3 {
            let answer = try await cache.answer(for: Question(number: 1)) {
                await gate.wait()
                landed.open()
                return loaded("new")
            }
            #expect(answer.value == "old" && answer.outcome == .stale)
        }
        gate.open()
        await landed.wait()
        while cache.find(Question(number: 1)) == nil { await Task.yield() }
        #expect(cache.find(Question(number: 1))?.value == "new")
        #expect(cache.statistics.stale == 3)
    }

    @Test("Later it is loaded before it is answered")
    func expiry() async throws {
        let cache = timedCache()
        cache.keep(loaded("old"), for: Question(number: 1))
        time.move(.seconds(121))
        let answer = try await cache.answer(for: Question(number: 1)) { loaded("new") }
        #expect(answer.value == "new" && answer.outcome == .miss)
    }

    @Test("When the store fails, what is held is served stale, and the store is asked again after a while only")
    func staleOnError() async throws {
        let cache = timedCache()
        let loads = Counter()
        func ask() async throws -> Cache.Answer {
            try await cache.answer(for: Question(number: 1)) {
                loads.value.add(1, ordering: .relaxed)
                throw StoreFailure()
            }
        }
        cache.keep(loaded("old"), for: Question(number: 1))
        time.move(.seconds(500))
        for _ in 0..<5 {
            let answer = try await ask()
            #expect(answer.value == "old" && answer.outcome == .stale)
        }
        #expect(loads.value.load(ordering: .relaxed) == 1)
        time.move(.seconds(2))
        #expect(try await ask().outcome == .stale)
        #expect(loads.value.load(ordering: .relaxed) == 2)
        time.move(.seconds(598))
        await #expect(throws: StoreFailure.self) { try await ask() }
        #expect(cache.statistics.expired == 1 && cache.statistics.failedLoads == 3)
    }

    @Test("A store that does not answer is a store that fails")
    func staleOnTimeout() async throws {
        let cache = cache(clock: time.clock) {
            $0.freshTime = .seconds(100)
            $0.loadDeadline = .milliseconds(1)
        }
        cache.keep(loaded("old"), for: Question(number: 1))
        time.move(.seconds(500))
        let gate = Gate()
        let answer = try await cache.answer(for: Question(number: 1)) {
            await gate.wait()
            return loaded("late")
        }
        #expect(answer.outcome == .stale && cache.statistics.failedLoads == 1)
        gate.open()
        // What comes late is kept all the same.
        while cache.find(Question(number: 1)) == nil { await Task.yield() }
        #expect(cache.find(Question(number: 1))?.value == "late" && cache.statistics.failedLoads == 1)
    }

    @Test("What a revision made out of date is not served, whatever fails")
    func outdatedIsNeverStale() async {
        let cache = timedCache()
        cache.keep(loaded("old"), for: Question(number: 1))
        time.move(.seconds(110))
        cache.advance(to: 1, changed: [0])
        await #expect(throws: StoreFailure.self) {
            try await cache.answer(for: Question(number: 1)) { throw StoreFailure() }
        }
    }

    @Test("An absence is never served stale")
    func staleAbsence() async {
        let cache = timedCache()
        cache.keep(loaded("none", isAbsence: true), for: Question(number: 1))
        time.move(.seconds(11))
        await #expect(throws: StoreFailure.self) {
            try await cache.answer(for: Question(number: 1)) { throw StoreFailure() }
        }
    }
}
