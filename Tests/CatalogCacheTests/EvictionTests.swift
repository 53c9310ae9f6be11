import CatalogCache
import TestSupport
import Testing

/// What stays when there is no room. Answers weigh so much here that the tables weigh nothing beside them.
@Suite("Eviction")
struct EvictionTests {
    private static let weight = 1 << 24

    private func holding(_ entryCount: Int, shardCount: Int = 1) -> Cache {
        cache(byteCountMax: entryCount * Self.weight + Self.weight / 2, shardCount: shardCount, absenceShare: 0)
    }

    /// Asks for one after the other, as a reader of the store would, and says how many were held.
    private func hits(_ cache: Cache, _ numbers: some Sequence<Int>) -> Int {
        numbers.count { number in
            if cache.find(Question(number: number)) != nil { return true }
            cache.keep(loaded("", byteCount: Self.weight), for: Question(number: number))
            return false
        }
    }

    @Test("A sweep over everything leaves the hot answers where they are")
    func sweep() {
        let cache = holding(200)
        for _ in 0..<5 { _ = hits(cache, 0..<100) }
        _ = hits(cache, 1_000..<6_000)
        #expect(hits(cache, 0..<100) > 95)
    }

    @Test("What only fills room drives nothing out")
    func keepingWithoutEvicting() {
        let cache = holding(50)
        _ = hits(cache, 0..<50)
        let before = cache.statistics.entryCount
        for number in 100..<1_000 {
            cache.keep(loaded("", byteCount: Self.weight), for: Question(number: number), evicting: false)
        }
        #expect(cache.statistics.entryCount == before && cache.statistics.evictions == 0)
    }

    @Test("Of a loop that is too long for it, the cache holds what it can", arguments: [1, 16])
    func loop(shardCount: Int) {
        let cache = holding(800, shardCount: shardCount)
        for _ in 0..<20 { _ = hits(cache, 0..<1_000) }
        #expect((0..<20).reduce(0) { sum, _ in sum + hits(cache, 0..<1_000) } > 13_000)
    }

    @Test("When popularity moves on, the cache moves with it, and comes back when it stands")
    func moving() {
        let cache = holding(500)
        // Each number is asked for a few times within a short while, then never again.
        var random = SplitMix64(seed: 1)
        let moving = (0..<60_000).map { $0 / 8 + Int(random.next() % 400) }
        let movingHits = hits(cache, moving[30_000...])
        #expect(movingHits > 20_000)
        // The last used would lose all of this.
        for _ in 0..<60 { _ = hits(cache, 100_000..<100_700) }
        #expect((0..<20).reduce(0) { sum, _ in sum + hits(cache, 100_000..<100_700) } > 8_000)
    }
}
