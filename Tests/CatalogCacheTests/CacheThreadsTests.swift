import CatalogCache
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The cache under many threads")
struct CacheThreadsTests {
    /// How many operations the test beside a model makes; `CACHE_OPERATIONS` in the environment asks for more.
    private static let operationCount =
        ProcessInfo.processInfo.environment["CACHE_OPERATIONS"].flatMap { Int($0) } ?? 40_000
    private static let taskCount = 16
    private static let subjectCount = 8

    /// The store beside the cache: for each subject the newest revision committed, and the newest that the cache was
    /// told.
    private final class Model: Sendable {
        let committed = (0..<subjectCount).map { _ in Counter() }
        let told = (0..<subjectCount).map { _ in Counter() }
        let revision = Counter()
        let turn = Mutex(())

        /// A commit as a store makes it: one at a time, known to the cache before the writer goes on.
        func commit(_ subject: Int, to cache: Cache) {
            turn.withLock { _ in
                let revision = revision.value.add(1, ordering: .sequentiallyConsistent).newValue
                committed[subject].value.store(revision, ordering: .sequentiallyConsistent)
                cache.advance(to: revision, changed: [UInt64(subject)])
                told[subject].value.store(revision, ordering: .sequentiallyConsistent)
            }
        }

        /// A read as a store makes it: the revision first, then what holds at it or later.
        func read(_ question: Question, byteCount: Int) -> Cache.Loaded {
            turn.withLock { _ in
                let value = committed[question.number / 100].value.load(ordering: .sequentiallyConsistent)
                return loaded(
                    "\(question.number) \(value)", revision: revision.value.load(ordering: .sequentiallyConsistent),
                    byteCount: byteCount, isAbsence: question.number % 10 == 0)
            }
        }
    }

    @Test("Whatever many do at once, nobody gets a value from before a change that was told, nor another key's")
    func agreesWithAModel() async {
        let time = ManualClock()
        let cache = cache(byteCountMax: 100_000, shardCount: 4, clock: time.clock) {
            $0.freshTime = .seconds(50)
            $0.loadDeadline = .seconds(600)
        }
        let model = Model()
        let wrong = Counter()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<Self.taskCount {
                group.addTask {
                    var random = SplitMix64(seed: UInt64(task))
                    for _ in 0..<(Self.operationCount / Self.taskCount) {
                        let chance = random.next()
                        let question = Question(number: Int(chance % UInt64(Self.subjectCount * 100)))
                        let subject = question.number / 100
                        let byteCount = Int((chance >> 20) % 400)
                        let known = model.told[subject].value.load(ordering: .sequentiallyConsistent)
                        var answer: Cache.Answer?
                        switch (chance >> 32) % 64 {
                        case 0: model.commit(subject, to: cache)
                        case 1: time.move(.seconds(1))
                        case 2..<8: cache.keep(model.read(question, byteCount: byteCount), for: question)
                        case 8..<40: answer = cache.find(question)
                        default:
                            answer = try? await cache.answer(for: question) {
                                if byteCount < 40 { throw StoreFailure() }
                                return model.read(question, byteCount: byteCount)
                            }
                        }
                        guard let answer else { continue }
                        let parts = answer.value.split(separator: " ").compactMap { Int64($0) }
                        if parts.first != Int64(question.number) || parts.last ?? -1 < known {
                            wrong.value.add(1, ordering: .relaxed)
                        }
                    }
                }
            }
        }
        #expect(wrong.value.load(ordering: .relaxed) == 0)
        let statistics = cache.statistics
        #expect(statistics.byteCount <= 100_000)
        for outcome in CacheOutcome.allCases where outcome != .joined { #expect(statistics.count(of: outcome) > 0) }
        #expect(statistics.evictions > 0 && statistics.outdated > 0)
    }

    @Test("Sixteen threads that ask for one key cause one load for each of its revisions")
    func oneLoad() async throws {
        let cache = cache(shardCount: 16)
        for round in Int64(1)...50 {
            cache.advance(to: round, changed: nil)
            let loads = Counter()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.taskCount {
                    group.addTask {
                        let answer = try? await cache.answer(for: Question(number: 5)) {
                            loads.value.add(1, ordering: .relaxed)
                            return loaded("\(round)", revision: round)
                        }
                        #expect(answer?.value == "\(round)")
                    }
                }
            }
            #expect(loads.value.load(ordering: .relaxed) == 1)
        }
    }

    @Test("While the store hangs, other questions are answered on the thread that asks, and a cancelled caller leaves")
    func hangingStore() async throws {
        let cache = cache()
        let gate = Gate()
        let began = Gate()
        cache.keep(loaded("one"), for: Question(number: 1))
        let hanging = Task {
            try await cache.answer(for: Question(number: 2)) {
                began.open()
                await gate.wait()
                return loaded("two")
            }
        }
        await began.wait()
        #expect(cache.find(Question(number: 1))?.value == "one")
        #expect(cache.find(Question(number: 2)) == nil)
        hanging.cancel()
        await #expect(throws: CancellationError.self) { try await hanging.value }
        let joined = Task { try await cache.answer(for: Question(number: 2)) { throw StoreFailure() } }
        gate.open()
        #expect(try await joined.value.value == "two")
    }
}
