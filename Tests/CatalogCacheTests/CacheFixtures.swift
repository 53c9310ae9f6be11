import CatalogCache
import Synchronization
import TestSupport

/// A question named by a number; questions about one hundred share a subject.
struct Question: CacheKey {
    var number: Int
    var isAboutEverything = false
    var other: Int?
    var dependency: CacheDependency {
        if isAboutEverything { return .everything }
        if let other { return .subjects(UInt64(number / 100), UInt64(other / 100)) }
        return .subject(UInt64(number / 100))
    }

    /// The same in each run, so that what is evicted is as well.
    var tableHash: Int {
        var mixer = SplitMix64(seed: UInt64(number) << 20 + UInt64(other ?? 0) << 1 + (isAboutEverything ? 1 : 0))
        return Int(truncatingIfNeeded: mixer.next())
    }
}

typealias Cache = ReadThroughCache<Question, String>

struct StoreFailure: Error {}

func cache(
    byteCountMax: Int = 1 << 20, shardCount: Int = 1, absenceShare: Double = 0.125, clock: CacheClock = .monotonic,
    _ configure: (inout Cache.Configuration) -> Void = { _ in }
) -> Cache {
    var configuration = Cache.Configuration()
    configuration.byteCountMax = byteCountMax
    configuration.shardCount = shardCount
    configuration.absenceShare = absenceShare
    configure(&configuration)
    return Cache(configuration: configuration, clock: clock)
}

func loaded(_ value: String, revision: Int64 = 0, byteCount: Int = 100, isAbsence: Bool = false) -> Cache.Loaded {
    Cache.Loaded(value: value, revision: revision, byteCount: byteCount, isAbsence: isAbsence)
}

/// A clock that stands until it is moved.
final class ManualClock: Sendable {
    private let now = Atomic<Int64>(0)

    var clock: CacheClock {
        CacheClock(
            nanoseconds: { [self] in now.load(ordering: .sequentiallyConsistent) },
            sleep: { try await Task.sleep(for: $0) })
    }

    func move(_ duration: Duration) {
        now.add(duration.components.seconds * 1_000_000_000, ordering: .sequentiallyConsistent)
    }
}

/// A number that tasks share.
final class Counter: Sendable {
    let value = Atomic<Int64>(0)
}

/// A gate that lets everyone through once it was opened.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach { $0.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
