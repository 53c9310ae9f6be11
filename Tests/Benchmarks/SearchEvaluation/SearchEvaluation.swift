import CatalogModel
import CatalogSearch
import Foundation

/// Builds the search index from the real code sets and prints how well and how fast it answers a query file.
///
///     search-evaluation DATA-FOLDER QUERIES.tsv LEXICON-FOLDER [closed|open] [--show KIND] [--exhaustive] [--million]
@main
enum SearchEvaluation {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else {
            print("usage: search-evaluation DATA-FOLDER QUERIES.tsv LEXICON-FOLDER [closed|open] [--show KIND]")
            exit(64)
        }
        var queries = try Query.read(arguments[2])
        if let fold = arguments.firstIndex(of: "--fold").map({ Int(arguments[$0 + 1]) ?? 0 }) {
            queries = queries.filter { $0.fold == fold }
        }
        let lexicon = try Lexicon(folder: arguments[3])
        let modes = ["closed", "open"].filter { arguments.contains($0) }
        for mode in modes.isEmpty ? ["closed", "open"] : modes {
            try evaluate(mode, arguments, queries, lexicon)
        }
    }

    static func evaluate(_ mode: String, _ arguments: [String], _ queries: [Query], _ lexicon: Lexicon) throws {
        let before = MemoryUse.residentMegabytes()
        let (index, worst) = try build(mode, arguments, lexicon)
        print(String(format: "the index holds %.0f MB", MemoryUse.residentMegabytes() - before))
        var searcher = Searcher(index: index)
        var scores: [String: Score] = [:]
        var times: [String: [Double]] = [:]
        let shown = arguments.firstIndex(of: "--show").map { arguments[$0 + 1] }
        let isExhaustive = arguments.contains("--exhaustive")
        var differing = 0
        var searched = 0
        for query in queries where query.kind != "autocomplete" {
            let begin = processorSeconds()
            let keys = try searcher.search(request(query.text)).hits.map(\.key)
            times[query.kind, default: []].append((processorSeconds() - begin) * 1000)
            scores[query.kind, default: Score()].add(query, keys.map(\.code))
            searched += 1
            let all = isExhaustive ? try searcher.search(request(query.text, isExhaustive: true)).hits.map(\.key) : keys
            if all != keys { differing += 1 }
            if query.kind == shown { show(query, keys, index) }
        }
        report(scores, times)
        try evaluateSuggestions(queries.filter { $0.kind == "autocomplete" }, index)
        worst.report(index)
        if isExhaustive { print("pruned and exhaustive top 10 differ in \(differing) of \(searched)") }
    }

    /// Builds the index and prints how long that takes; what it is built from is let go.
    static func build(
        _ mode: String, _ arguments: [String], _ lexicon: Lexicon
    ) throws -> (index: SearchIndex, worst: WorstCases) {
        var sets = try CodeSets(folder: arguments[1], isOpen: mode == "open")
        if arguments.contains("--million") { sets.grow(to: 1_000_000) }
        let clock = ContinuousClock()
        let start = clock.now
        let processor = processorSeconds()
        var builder = SearchIndexBuilder(lexicon: lexicon, terms: sets.terms, axes: sets.axes)
        for document in sets.documents { try builder.add(document) }
        let index = builder.finish()
        print("\(mode): \(index.documentCount) documents, \(index.wordCount) words, \(lexicon.entries.count) lexicon")
        print(
            String(
                format: "built in %.2f s, %.2f s of a processor", (clock.now - start) / .seconds(1),
                processorSeconds() - processor))
        return (index, WorstCases(sets))
    }

    /// How many characters are typed until the right code is among the suggestions.
    static func evaluateSuggestions(_ queries: [Query], _ index: SearchIndex) throws {
        var suggester = Suggester(index: index)
        var times: [Double] = []
        var keystrokes = 0
        var neverCount = 0
        for query in queries {
            var shownAt: Int?
            for count in 1...query.text.count where shownAt == nil {
                let begin = processorSeconds()
                let request = SuggestRequest(prefix: String(query.text.prefix(count)), asOf: today)
                let answer = try suggester.suggest(request)
                times.append((processorSeconds() - begin) * 1000)
                if answer.hits.contains(where: { query.isRelevant($0.key.code) }) { shownAt = count }
            }
            keystrokes += shownAt ?? query.text.count + 1
            if shownAt == nil { neverCount += 1 }
        }
        guard !queries.isEmpty else { return }
        times.sort()
        print(
            String(
                format: "suggest: %.1f keystrokes, never %d of %d; p50 %.3f ms, p99 %.3f ms, max %.2f ms",
                Double(keystrokes) / Double(queries.count), neverCount, queries.count, times[times.count / 2],
                times[times.count * 99 / 100], times.last ?? 0))
    }

    static func request(_ query: String, isExhaustive: Bool = false) -> SearchRequest {
        var request = SearchRequest(query: query, asOf: today)
        request.isExhaustive = isExhaustive
        return request
    }

    static let today = CalendarDate("2025-06-01") ?? CalendarDate(dayNumber: 0)!

    /// What this thread has had of a processor: other programs on the machine do not count.
    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The processor time something takes.
    static func milliseconds(_ body: () -> Void) -> Double {
        let begin = processorSeconds()
        body()
        return (processorSeconds() - begin) * 1000
    }

    static func rounded(_ milliseconds: Double) -> String { String(format: "%7.3f", milliseconds) }

    static func show(_ query: Query, _ keys: [CodeKey], _ index: SearchIndex) {
        var score = Score()
        score.add(query, keys.map(\.code))
        let first = keys.prefix(3).map { "\($0.code) \(index.display(of: $0) ?? "")" }.joined(separator: " / ")
        print(String(format: "%.2f", score.gain), query.text, "=>", first)
    }

    static func report(_ scores: [String: Score], _ times: [String: [Double]]) {
        print("kind                    n  hit@1 hit@10    mrr   ndcg   p50ms   p99ms   max")
        for (kind, score) in scores.sorted(by: { $0.key < $1.key }) {
            let count = Double(score.count)
            let sorted = (times[kind] ?? []).sorted()
            func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }
            print(
                kind.padding(toLength: 18, withPad: " ", startingAt: 0)
                    + String(
                        format: "%7d %6.3f %6.3f %6.3f %6.3f %7.3f %7.3f %6.2f", score.count, score.hit1 / count,
                        score.hit10 / count, score.reciprocalRank / count, score.gain / count, at(0.5), at(0.99),
                        sorted.last ?? 0))
        }
        let all = times.values.flatMap(\.self).sorted()
        let core = ["gems", "index_term", "inclusion", "lay"].compactMap { scores[$0] }
        print(
            String(
                format: "all: p50 %.3f ms, p99 %.3f ms; core ndcg@10 %.3f", all[all.count / 2],
                all[all.count * 99 / 100],
                core.map { $0.gain / Double($0.count) }.reduce(0, +) / Double(max(1, core.count))))
    }
}
