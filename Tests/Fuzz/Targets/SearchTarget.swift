import CatalogMessages
import CatalogModel
import CatalogSearch
import TestSupport

/// Searching and completing: the messages, and the engine over a small index, asked whatever somebody types.
///
/// An input is: which message, the message; or the choice of the engine, filters, how much is asked for, the query.
enum SearchTarget: FuzzTarget {
    static let name = "search"

    static func seeds() throws -> [String: [UInt8]] {
        let filters =
            Wire.field(1, [1, 2]) + Wire.field(3, 1) + Wire.field(5, Wire.field(1, "approach") + Wire.field(2, "Open"))
            + Wire.field(6, [4]) + Wire.field(8, 60)
        let range = Wire.field(1, 4) + Wire.field(2, 6)
        let hit =
            Wire.field(1, Wire.field(1, 4) + Wire.field(2, "Z99.0")) + Wire.field(2, "Acute calculus")
            + Wire.field(4, "stone") + Wire.field(5, 3) + Wire.field(6, range) + Wire.field(7, 1) + Wire.field(8, 1)
        let facet =
            Wire.field(1, 6)
            + Wire.field(3, Wire.field(1, "CARE_SETTING_OFFICE") + Wire.field(2, "Office") + Wire.field(3, 2))
        let texts = [
            "resection of gallbladder", "gall bladder removal without pain", "cholecystectmy", "ZFT4", "zf*0?zz",
            "z99.O",
            "ZFB-ZTB", "\u{202E}e\u{301}🩺 .*[a-z]+(",
        ]
        let engine = texts.enumerated().map { ("engine-\($0)", [4, 0, 9] + Array($1.utf8)) }
        return [
            "request": [0] + Wire.field(1, "knee") + Wire.field(2, [3, 4]) + Wire.field(4, 7)
                + Wire.field(7, filters) + Wire.field(8, [1, 5]) + Wire.field(9, 1),
            "answer": [1] + Wire.field(1, hit) + Wire.field(2, "token") + Wire.field(3, 9) + Wire.field(4, facet),
            "completion": [2] + Wire.field(1, "kn") + Wire.field(3, 5),
            "completions": [3] + Wire.field(1, hit + Wire.field(11, 12)) + Wire.field(2, 9),
        ].merging(engine) { first, _ in first }
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        switch input.byte() {
        case 0: try checkRoundTrip(SearchCodesRequest.self, input.remainder)
        case 1: try checkRoundTrip(SearchAnswer.self, input.remainder)
        case 2: try checkRoundTrip(SuggestCodesRequest.self, input.remainder)
        case 3: try checkRoundTrip(Suggestions.self, input.remainder)
        default:
            let choices = input.byte()
            let limit = Int(input.byte() % 12)
            let text = String(decoding: input.rest.prefix(SearchRequest.queryByteCountMax / 3), as: UTF8.self)
            try checkSearch(text, choices, limit)
            try checkSuggestions(text, limit)
        }
    }

    private static let day = CalendarDate(dayNumber: 20_000)!
    private static let index = try? smallIndex()

    /// The hits of a page are the first of all hits, the total is how many there are, and each is told rightly.
    private static func checkSearch(_ text: String, _ choices: UInt8, _ limit: Int) throws {
        guard let index else { throw Violation("there is no index") }
        var searcher = Searcher(index: index)
        var filters = SearchFilters()
        if choices & 1 != 0 { filters.kinds = [.code, .header] }
        if choices & 2 != 0 { filters.axes = [AxisFilter(axis: "body_part", values: ["Gallbladder"])] }
        var request = SearchRequest(
            query: text, systems: choices & 4 != 0 ? [.icd10CM] : [], asOf: day, limit: 100, filters: filters,
            facets: choices & 8 != 0 ? Set(FacetField.allCases) : [], explains: true)
        let all = try searcher.search(request)
        try demand(all.matchCount == all.hits.count, "\(all.hits.count) hits of \(all.matchCount)")
        try demand(Set(all.hits.map(\.key)).count == all.hits.count, "a code is found twice")
        for facet in all.facets where facet.field == .system || facet.field == .kind {
            try demand(facet.counts.map(\.hitCount).reduce(0, +) == all.hits.count, "\(facet) is wrong")
        }
        for hit in all.hits {
            try checkHighlights(of: hit)
            let sum = hit.explanation?.map(\.contribution).reduce(0, +) ?? .nan
            try demand(abs(sum - hit.score) < 1e-3, "\(hit.key): \(sum) explains \(hit.score)")
        }
        request.limit = limit
        let page = try searcher.search(request)
        try demand(page.hits == Array(all.hits.prefix(limit)), "the first \(limit) are others")
        guard let last = page.hits.last else { return }
        request.after = SearchCursor(score: Float(last.score), key: last.key)
        request.limit = 100
        let rest = try searcher.search(request).hits
        try demand(rest.map(\.key) == all.hits.dropFirst(limit).map(\.key), "the page behind \(last.key) is another")
    }

    private static func checkSuggestions(_ text: String, _ limit: Int) throws {
        guard let index else { throw Violation("there is no index") }
        var suggester = Suggester(index: index)
        let answer = try suggester.suggest(SuggestRequest(prefix: text, asOf: day, limit: limit))
        try demand(answer.hits.count <= min(limit, answer.totalCount), "\(answer.hits.count) of \(answer.totalCount)")
        try demand(Set(answer.hits.map(\.key)).count == answer.hits.count, "a code is suggested twice")
        for hit in answer.hits { try checkHighlights(of: hit) }
    }

    private static func checkHighlights(of hit: SearchHit) throws {
        let bounds = hit.highlights.flatMap { [$0.lowerBound, $0.upperBound] }
        try demand(bounds == bounds.sorted(), "\(hit.highlights) are out of order")
        try demand(
            hit.highlights.allSatisfy { !$0.isEmpty } && (bounds.last ?? 0) <= hit.display.unicodeScalars.count,
            "\(hit.highlights) are not in \(hit.display)")
    }

    /// An index of codes that no release has.
    private static func smallIndex() throws(CatalogError) -> SearchIndex {
        func key(_ system: CodeSystem, _ code: String) -> CodeKey { CodeKey(system: system, canonical: code) }
        let lexicon = Lexicon(entries: [
            LexiconEntry(term: "gall bladder removal", kind: .same, alternatives: ["resection gallbladder"]),
            LexiconEntry(term: "-ectomy", kind: .affix, alternatives: ["resection", "excision"]),
            LexiconEntry(term: "cholecysto-", kind: .affix, alternatives: ["gallbladder"]),
            LexiconEntry(term: "stone", kind: .same, alternatives: ["calculus"], system: .icd10CM),
        ])
        let values = [("4", "Gallbladder"), ("0", "Kidney, Right")]
        let axes = ["ZFB", "ZFT", "ZTB"].flatMap { table in
            values.map { value, label in
                AxisValue(
                    system: .icd10PCS, table: table, row: 1, position: 4, value: value, title: "Body Part", label: label
                )
            }
        }
        let term = Term(text: "Gallstone", system: .icd10CM, termKind: .inclusion, target: .code(key(.icd10CM, "Z991")))
        var builder = SearchIndexBuilder(lexicon: lexicon, terms: [term], axes: axes)
        for (code, kind, text) in [
            ("ZFB", CodeKind.header, "Hepatobiliary System, Excision"),
            ("ZFB40ZZ", .code, "Excision of Gallbladder, Open Approach"),
            ("ZFB44ZZ", .code, "Excision of Gallbladder, Percutaneous Endoscopic Approach"),
            ("ZFT40ZZ", .code, "Resection of Gallbladder, Open Approach"),
            ("ZTB00ZZ", .code, "Excision of Right Kidney, Open Approach"),
        ] {
            try builder.add(SearchDocument(key: key(.icd10PCS, code), kind: kind, longDescriptor: text))
        }
        for (code, text) in [
            ("Z990", "Ménière’s disease of the 🦻 ear"), ("Z991", "Calculus of gallbladder without obstruction"),
            ("Z992", "Concussion with loss of consciousness"), ("Z993", "Concussion without loss of consciousness"),
        ] {
            try builder.add(SearchDocument(key: key(.icd10CM, code), longDescriptor: text))
        }
        return builder.finish()
    }
}
