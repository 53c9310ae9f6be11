import Testing

@testable import CatalogSearch

struct AlternativeTests {
    private func alternative(_ words: [Int32], _ weight: Float, _ systems: UInt32) -> Alternative {
        Alternative(words: words, weight: weight, systems: systems, kind: .same)
    }

    @Test("What says no more than another one is left out")
    func merge() {
        var merged = [alternative([1, 2], 0.8, 0b11)]
        merged.merge([alternative([1, 2], 0.8, 0b01), alternative([1, 2], 0.5, 0b11)])
        #expect(merged.count == 1)
        // Surer in one system, at home in another one, or in another order.
        merged.merge([alternative([1, 2], 0.9, 0b01), alternative([1, 2], 0.8, 0b100)])
        merged.merge([alternative([2, 1], 0.8, 0b11)])
        #expect(merged.count == 4)
    }
}
