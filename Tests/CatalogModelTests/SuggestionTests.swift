import Testing

@testable import CatalogModel

@Suite struct SuggestionTests {
    @Test(
        "A slip finds its word, anything else finds none",
        arguments: [
            ("gte", "get"), ("gett", "get"), ("GET", "get"), ("ctalog", "catalog"), ("cat", "catalog"),
            ("helth", "health"),
            ("bacth", "batch"), ("g", nil), ("frobnicate", nil), ("", nil),
        ])
    func nearest(word: String, expected: String?) {
        #expect(Suggestion.nearest(to: word, among: ["get", "batch", "catalog", "health"]) == expected)
    }

    @Test(
        "Distance counts insertions, deletions, replacements and swaps",
        arguments: [
            ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
        ])
    func distance(a: String, b: String, expected: Int) {
        #expect(Suggestion.distance(a, b) == expected)
    }
}
