import CAllocationCounter
import CatalogCache
import Synchronization
import TestSupport
import Testing

@Suite("Read-through cache")
struct ReadThroughCacheTests {
    @Test("A loaded answer is found again, and its outcome says so")
    func hitAfterMiss() async throws {
        let cache = cache()
        #expect(cache.find(Question(number: 1)) == nil)
        let first = try await cache.answer(for: Question(number: 1)) { loaded("one") }
        #expect(first.value == "one" && first.outcome == .miss)
        let second = try await cache.answer(for: Question(number: 1)) { throw StoreFailure() }
        #expect(second.value == "one" && second.outcome == .hit)
    }

    @Test("An absence is kept and named")
    func negative() async throws {
        let cache = cache()
        _ = try await cache.answer(for: Question(number: 1)) { loaded("nothing", isAbsence: true) }
        #expect(cache.find(Question(number: 1))?.outcome == .negative)
    }

    @Test("A load that fails leaves nothing behind and reaches everyone who waited")
    func failure() async throws {
        let cache = cache()
        await #expect(throws: StoreFailure.self) {
            _ = try await cache.answer(for: Question(number: 1)) { throw StoreFailure() }
        }
        let answer = try await cache.answer(for: Question(number: 1)) { loaded("one") }
        #expect(answer.outcome == .miss)
    }

    @Test("An answer with two subjects goes with a change of either")
    func twoSubjects() {
        let cache = cache()
        let question = Question(number: 100, other: 200)
        for (revision, subject, isKept) in [(1, 1, false), (2, 2, false), (3, 3, true)] as [(Int64, UInt64, Bool)] {
            cache.keep(loaded("both", revision: revision - 1), for: question)
            cache.advance(to: revision, changed: [subject])
            #expect((cache.find(question) != nil) == isKept)
        }
    }

    @Test("A hundred callers of one key cause one load")
    func singleFlight() async throws {
        let cache = cache(shardCount: 16)
        let gate = Gate()
        let loads = Counter()
        let outcomes = try await withThrowingTaskGroup(of: CacheOutcome.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await cache.answer(for: Question(number: 7)) {
                        loads.value.add(1, ordering: .relaxed)
                        await gate.wait()
                        return loaded("seven")
                    }.outcome
                }
            }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(loads.value.load(ordering: .relaxed) == 1)
        #expect(outcomes.count { $0 == .miss } == 1)
        #expect(outcomes.count { $0 == .joined || $0 == .hit } == 99)
    }

    @Test("A caller who asks after a change does not join a load that began before it")
    func flightsBeforeAChangeAreNotJoined() async throws {
        let cache = cache()
        let gate = Gate()
        let began = Gate()
        let early = Task {
            try await cache.answer(for: Question(number: 1)) {
                began.open()
                await gate.wait()
                return loaded("old", revision: 0)
            }
        }
        await began.wait()
        cache.advance(to: 1, changed: [0])
        let late = try await cache.answer(for: Question(number: 1)) { loaded("new", revision: 1) }
        #expect(late.value == "new" && late.outcome == .miss && late.revision == 1)
        gate.open()
        #expect(try await early.value.value == "old")
        #expect(cache.find(Question(number: 1))?.value == "new")
    }

    @Test("A change makes the answers of its subject out of date, and no others")
    func invalidation() {
        let cache = cache()
        cache.keep(loaded("a"), for: Question(number: 1))
        cache.keep(loaded("b"), for: Question(number: 101))
        cache.keep(loaded("all"), for: Question(number: 1, isAboutEverything: true))
        cache.advance(to: 5, changed: [0])
        #expect(cache.find(Question(number: 1)) == nil)
        #expect(cache.find(Question(number: 1, isAboutEverything: true)) == nil)
        #expect(cache.find(Question(number: 101))?.revision == 5)
        cache.keep(loaded("late and old", revision: 4), for: Question(number: 1))
        #expect(cache.find(Question(number: 1)) == nil)
        cache.advance(to: 6, changed: nil)
        #expect(cache.find(Question(number: 101)) == nil)
        #expect(cache.revision == 6)
    }

    @Test("The bound in bytes holds, and what goes is counted")
    func bound() {
        let cache = cache(byteCountMax: 150_000)
        for number in 0..<200 { cache.keep(loaded("\(number)", byteCount: 1_000), for: Question(number: number)) }
        let statistics = cache.statistics
        #expect(statistics.byteCount <= 150_000 && statistics.entryCount > 50)
        #expect(statistics.evictions == 200 - statistics.entryCount)
    }

    @Test("The hottest keys are those asked for most, absences and what went excepted")
    func hottest() {
        let cache = cache(shardCount: 4)
        for number in 0..<20 {
            cache.keep(loaded("\(number)", isAbsence: number == 3), for: Question(number: number))
            for _ in 0..<(number % 10) { _ = cache.find(Question(number: number)) }
        }
        #expect(Set(cache.hottest(count: 4).map(\.number)) == [8, 9, 18, 19])
        #expect(Set(cache.hottest(count: 100).map(\.number)) == Set((0..<20).filter { $0 != 3 }))
        #expect(cache.hottest(count: 0).isEmpty)
    }

    @Test("An answer takes the place of the one held for its key, and an older one does not")
    func replacement() {
        let cache = cache()
        cache.keep(loaded("first", revision: 1), for: Question(number: 1))
        cache.keep(loaded("second", revision: 2, byteCount: 5_000), for: Question(number: 1))
        cache.keep(loaded("late", revision: 1), for: Question(number: 1))
        #expect(cache.find(Question(number: 1))?.value == "second")
        cache.keep(loaded("gone", revision: 3, isAbsence: true), for: Question(number: 1))
        #expect(cache.find(Question(number: 1))?.outcome == .negative)
        #expect(cache.statistics.entryCount == 1 && cache.statistics.replaced == 2)
    }

    @Test("A hit allocates nothing", .enabled(if: allocation_counter_works() != 0))
    func hitsAllocateNothing() {
        let cache = cache(shardCount: 16)
        for number in 0..<500 { cache.keep(loaded("\(number)"), for: Question(number: number)) }
        for number in 0..<500 { _ = cache.find(Question(number: number)) }
        let before = allocation_counter_value()
        var hits = 0
        for number in 0..<500 where cache.find(Question(number: number)) != nil { hits += 1 }
        #expect(allocation_counter_value() == before)
        #expect(hits == 500)
    }

    @Test("A flood of absences evicts no answers")
    func absencesHaveTheirOwnShare() {
        let cache = cache(byteCountMax: 150_000)
        for number in 0..<40 { cache.keep(loaded("\(number)", byteCount: 1_000), for: Question(number: number)) }
        for number in 1_000..<5_000 {
            cache.keep(loaded("no", byteCount: 200, isAbsence: true), for: Question(number: number))
        }
        for number in 0..<40 { #expect(cache.find(Question(number: number)) != nil) }
        #expect(cache.statistics.byteCount <= 150_000)
    }

    @Test("An answer heavier than the whole cache is handed over but not kept")
    func tooHeavy() async throws {
        let cache = cache(byteCountMax: 40_000)
        let answer = try await cache.answer(for: Question(number: 1)) { loaded("heavy", byteCount: 20_000) }
        #expect(answer.value == "heavy")
        #expect(cache.statistics.entryCount == 0)
    }

    @Test("Callers of a load that takes too long are told so, and the next caller starts afresh")
    func loadDeadline() async throws {
        var configuration = Cache.Configuration()
        configuration.loadDeadline = .milliseconds(1)
        let cache = Cache(configuration: configuration)
        let gate = Gate()
        await #expect(throws: Cache.LoadTimedOut.self) {
            _ = try await cache.answer(for: Question(number: 1)) {
                await gate.wait()
                return loaded("late")
            }
        }
        let answer = try await cache.answer(for: Question(number: 1)) { loaded("fresh") }
        #expect(answer.value == "fresh")
        gate.open()
    }

    @Test("Whatever is done to it, it agrees with a dictionary that forgets", arguments: [1, 2, 3, 4, 5])
    func agreesWithAModel(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let cache = cache(byteCountMax: 80_000, shardCount: 4)
        var model: [Question: (value: String, revision: Int64)] = [:]
        var changed: [UInt64: Int64] = [:]
        var revision: Int64 = 0
        for step in 0..<50_000 {
            let question = Question(number: Int(random.next() % 700))
            switch random.next() % 100 {
            case 0:
                revision += 1
                changed[UInt64(question.number / 100)] = revision
                cache.advance(to: revision, changed: [UInt64(question.number / 100)])
            case 1...40:
                cache.keep(
                    loaded(
                        "\(step)", revision: revision, byteCount: Int(random.next() % 300), isAbsence: step % 5 == 0),
                    for: question)
                model[question] = ("\(step)", revision)
            default:
                guard let found = cache.find(question) else { continue }
                let expected = model[question]
                #expect(found.value == expected?.value)
                #expect(changed[UInt64(question.number / 100), default: 0] <= expected?.revision ?? -1)
            }
        }
        let statistics = cache.statistics
        #expect(statistics.byteCount <= 80_000)
        #expect(statistics.hits > 1_000 && statistics.evictions > 100 && statistics.outdated > 10)
    }
}
