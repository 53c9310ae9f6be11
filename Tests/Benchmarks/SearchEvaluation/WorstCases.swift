import CatalogModel
import CatalogSearch

/// Queries made to take long, each as long as a query may be.
struct WorstCases {
    var queries: [(name: String, text: String)] = []

    init(_ sets: CodeSets) {
        var counts: [Substring: Int] = [:]
        for document in sets.documents {
            for word in Set(document.longDescriptor.split(separator: " ")) { counts[word, default: 0] += 1 }
        }
        let words = counts.filter { $0.key.allSatisfy(\.isLetter) }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
            .map { String($0.key) }
        func text(_ words: some Sequence<String>) -> String {
            var text = ""
            for word in words where text.utf8.count + word.utf8.count < SearchRequest.queryByteCountMax {
                text += (text.isEmpty ? "" : " ") + word
            }
            return text
        }
        let long = words.filter { $0.utf8.count >= 6 }
        queries = [
            ("all common words", text(words)), ("common words, four", text(words.filter { $0.count > 4 }.prefix(4))),
            ("rare words", text(long.reversed())),
            ("every word misspelled", text(long.map { String($0.prefix(3)) + "q" + String($0.dropFirst(4)) })),
            ("misspelled beyond repair", text(long.map { String($0.reversed()) })),
            ("stop words only", text((0..<500).map { ["of", "and", "the", "with"][$0 % 4] })),
            ("1,000 words", String(repeating: "a ", count: 500)),
            ("one word over and over", text((0..<500).map { _ in "fracture" })),
            (
                "lay words",
                text((0..<100).map { ["heart", "broken", "removal", "scan", "bone", "blood", "repair"][$0 % 7] })
            ),
            ("negations", text((0..<100).map { ["without", "no", "fracture", "not"][$0 % 4] })),
            ("64 KB", String(repeating: "fracture ", count: 7282)),
        ]
        queries += ["*", "?", "???????", "0*", "*Z", "?*?*?*Z", "0??????", "A00-Z99", "001-XZZ", "S72*"].map {
            ($0, $0)
        }
        queries += ["e", "o", "a e i o u", "o e p r a l u b c d"].map { ("prefix \($0)", $0) }
    }

    /// Prints how long the slowest take, asked plainly and for everything a search can tell.
    func report(_ index: SearchIndex) {
        var searcher = Searcher(index: index)
        var suggester = Suggester(index: index)
        var slowest: [(name: String, milliseconds: Double)] = []
        for (name, text) in queries {
            var full = SearchEvaluation.request(text)
            full.limit = 1000
            full.facets = Set(FacetField.allCases)
            full.explains = true
            let plain = SearchEvaluation.request(text)
            let suggest = SuggestRequest(prefix: text, asOf: SearchEvaluation.today)
            slowest.append((name, SearchEvaluation.milliseconds { _ = try? searcher.search(plain) }))
            slowest.append(
                (
                    "\(name), 1,000 hits, facets, explained",
                    SearchEvaluation.milliseconds { _ = try? searcher.search(full) }
                ))
            slowest.append(
                ("\(name), suggested", SearchEvaluation.milliseconds { _ = try? suggester.suggest(suggest) }))
        }
        slowest.sort { $0.milliseconds > $1.milliseconds }
        print("worst cases, slowest first, ms:")
        for (name, milliseconds) in slowest.prefix(8) {
            print("    \(SearchEvaluation.rounded(milliseconds))  \(name)")
        }
    }
}
