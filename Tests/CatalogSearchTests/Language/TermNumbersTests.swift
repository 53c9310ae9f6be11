import Testing

@testable import CatalogSearch

struct TermNumbersTests {
    @Test("Terms keep their numbers while the table grows, also those that fall on one place")
    func growth() {
        var numbers = TermNumbers()
        // The lower bits decide the place.
        let hashes = (0..<500).map { number in UInt64(number) << 32 | 7 } + (0..<500).map { UInt64($0) }
        let distinct = Set(hashes)
        for hash in hashes { _ = numbers.insert(hash) }
        #expect(numbers.count == distinct.count)
        #expect(Set(distinct.compactMap { numbers[$0] }) == Set(0..<distinct.count))
        #expect(hashes.allSatisfy { numbers.insert($0) == numbers[$0] } && numbers[1 << 60] == nil)
    }
}
