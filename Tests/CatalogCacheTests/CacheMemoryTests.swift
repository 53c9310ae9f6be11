import CAllocationCounter
import CatalogCache
import Testing

@Suite("Memory of the cache")
struct CacheMemoryTests {
    private struct Number: CacheKey {
        var number: Int
        var dependency: CacheDependency { .subject(UInt64(number)) }
    }

    private typealias ByteCache = ReadThroughCache<Number, [UInt8]>

    /// What the allocator takes for an array: 32 bytes of header and its own word, in steps of 16.
    private static func weight(_ value: [UInt8]) -> Int { (value.capacity + 32 + 8 + 15) / 16 * 16 }

    @Test(
        "What the cache says it holds is what the heap gave for it, within one part in twenty",
        .enabled(if: allocation_counter_works() != 0),
        arguments: [(100, 2_000), (40, 100_000), (1_500, 15_000)])
    func accounting(byteCount: Int, entryCount: Int) {
        let before = allocation_counter_byte_count()
        var configuration = ByteCache.Configuration()
        configuration.byteCountMax = 8 << 20
        let cache = ByteCache(configuration: configuration)
        for number in 0..<entryCount {
            let value = [UInt8](repeating: 7, count: byteCount + number % 50)
            cache.keep(
                .init(value: value, revision: 0, byteCount: Self.weight(value), isAbsence: number % 20 == 0),
                for: Number(number: number))
            if number % 3 == 0 { _ = cache.find(Number(number: number / 2)) }
        }
        let held = Int(allocation_counter_byte_count() - before)
        let told = cache.statistics.byteCount
        #expect(abs(told - held) * 20 <= held, "told \(told), held \(held)")
        #expect(told <= configuration.byteCountMax)
        withExtendedLifetime(cache) {}
    }

    @Test("Many small answers leave no tables behind that large ones would miss the room of")
    func smallThenLarge() {
        let cache = cache(byteCountMax: 1 << 20)
        for number in 0..<20_000 { cache.keep(loaded("", byteCount: 0), for: Question(number: number)) }
        #expect(cache.statistics.byteCount <= 1 << 20)
        for number in 0..<20_000 { cache.keep(loaded("", byteCount: 8_000), for: Question(number: 50_000 + number)) }
        let statistics = cache.statistics
        #expect(statistics.entryCount > 70 && statistics.byteCount <= 1 << 20)
        #expect(statistics.refused == 0)
    }
}
