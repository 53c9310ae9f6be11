// The server's cache alone.
//
//   cache-replay trace ENTRIES SHARDS FILE...    hit ratio of a cache of so many answers on each file of
//                                                little-endian 32-bit keys; ../cache-replay.py makes them
//   cache-replay hits COUNT [THREADS]            what a hit costs
//
//   BENCHMARKS=1 swift build -c release --product cache-replay

internal import CatalogCache
internal import Dispatch
internal import Foundation
internal import Synchronization
internal import TestSupport

/// A key as the service's are: a few words, with a number for the table that nobody can foresee.
struct TraceKey: CacheKey {
    var number: UInt32
    var seed = processSeed

    var dependency: CacheDependency { .subject(UInt64(number)) }

    var tableHash: Int {
        var mixer = SplitMix64(seed: UInt64(number) ^ seed)
        return Int(truncatingIfNeeded: mixer.next())
    }
}

typealias TraceCache = ReadThroughCache<TraceKey, TraceAnswer>

/// An answer that counts its references, as a frame does.
final class TraceAnswer: Sendable {}

let processSeed = UInt64.random(in: 0...UInt64.max)
let answer = TraceAnswer()
let usage = "usage: cache-replay trace ENTRIES SHARDS FILE... | cache-replay hits COUNT [THREADS]"

/// The part of a trace's questions that the cache answers. Each answer is said to weigh so much that the tables weigh
/// nothing.
func hitRatio(of trace: [UInt32], entryCount: Int, shardCount: Int) -> Double {
    let weight = 1 << 30
    var configuration = TraceCache.Configuration()
    configuration.byteCountMax = entryCount * weight + weight / 2
    configuration.absenceShare = 0
    configuration.shardCount = shardCount
    let cache = TraceCache(configuration: configuration)
    var hits = 0
    for number in trace {
        let key = TraceKey(number: number)
        if cache.find(key) != nil {
            hits += 1
        } else {
            cache.keep(.init(value: answer, revision: 0, byteCount: weight, isAbsence: false), for: key)
        }
    }
    return Double(hits) / Double(trace.count)
}

/// Hits on 20,000 keys, Zipf 0.9 and one key alone, from one thread and from several.
func measureHits(count: Int, threadCount: Int) {
    let cache = TraceCache()
    let keys = (0..<20_000).map { TraceKey(number: $0) }
    for key in keys {
        cache.keep(.init(value: TraceAnswer(), revision: 0, byteCount: 1_500, isAbsence: false), for: key)
    }
    let weights = (1...keys.count).map { pow(Double($0), -0.9) }
    var cumulated = weights.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    cumulated.removeFirst()
    var random = SplitMix64(seed: 1)
    let popular = (0..<65_536).map { _ in
        let chance = Double.random(in: 0..<cumulated[keys.count - 1], using: &random)
        return keys[cumulated.firstIndex { $0 > chance } ?? 0]
    }
    for (name, questions) in [
        ("Zipf 0.9 over 20,000 keys", popular), ("one key", Array(repeating: keys[7], count: 65_536)),
    ] {
        for threads in threadCount == 1 ? [1] : [1, threadCount] {
            let missed = Atomic(0)
            let start = ProcessTime.now
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                var misses = 0
                for number in 0..<count {
                    if cache.find(questions[(number &+ thread &* 997) & 65_535]) == nil { misses += 1 }
                }
                missed.add(misses, ordering: .relaxed)
            }
            let spent = ProcessTime.now - start
            precondition(missed.load(ordering: .relaxed) == 0, "every question had an answer")
            print("\(name), \(threads) thread(s): \(Int(spent / Double(count * threads) * 1e9)) ns of CPU per hit")
        }
    }
}

/// Seconds of CPU that the process has used.
enum ProcessTime {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "trace" where arguments.count >= 4:
    guard let entryCount = Int(arguments[2]), let shardCount = Int(arguments[3]) else { fatalError(usage) }
    for path in arguments.dropFirst(3) {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let trace = bytes.withUnsafeBytes { $0.bindMemory(to: UInt32.self).map { UInt32(littleEndian: $0) } }
        print(hitRatio(of: trace, entryCount: entryCount, shardCount: shardCount))
    }
case "hits" where arguments.count >= 2:
    guard let count = Int(arguments[2]) else { fatalError(usage) }
    measureHits(count: count, threadCount: arguments.count > 2 ? Int(arguments[3]) ?? 1 : 1)
default:
    print(usage)
}
