import CatalogModel
import CatalogSearch
import Testing

struct SearchTests {
    private func codes(_ query: String, _ change: (inout SearchRequest) -> Void = { _ in }) throws -> [String] {
        try SmallCatalog.search(query, change).hits.map(\.key.code)
    }

    @Test(
        "The right code comes first",
        arguments: [
            ("excision of gallbladder, open approach", "ZFB40ZZ"), ("gallbladder removal", "ZFT40ZZ"),
            ("CABG", "ZF10BBZ"), ("heart attack", "Z990"), ("cholecystectomy", "ZFT40ZZ"),
            ("nephrectomy left", "ZTB10ZZ"),
            ("gallstones", "Z993"), ("gallbladder calculi calculus", "Z993"), ("kidny left excison", "ZTB10ZZ"),
            ("oesophageal tumour", "Z994"), ("concussion without loss of consciousness", "Z991"),
            ("concussion with loss of consciousness", "Z992"), ("house word", "ZTB00ZZ"),
        ])
    func ranking(query: String, first: String) throws {
        #expect(try codes(query).first == first)
    }

    @Test("What was corrected, looked up and split is told")
    func readings() throws {
        #expect(try SmallCatalog.search("kidny").correctedQuery == "kidney")
        #expect(try SmallCatalog.search("kidney").correctedQuery == "")
        #expect(try SmallCatalog.search("cabg").readings.map(\.reason) == [.abbreviation])
        #expect(try SmallCatalog.search("heart attack").readings.first?.readAs == ["myocardial infarction"])
        #expect(try SmallCatalog.search("nephrectomy").readings.first?.reason == .wordParts)
        #expect(try SmallCatalog.search("concussion without loss").readings.first?.reason == .negation)
        #expect(try SmallCatalog.search("gallblader").readings.map(\.reason) == [.spelling])
    }

    @Test(
        "A misspelled word becomes one that people mean",
        arguments: [
            // Not a misspelling that the lexicon knows, though it is nearer.
            ("galblader", "gallbladder"), ("nephretcomy", "nephrectomy"), ("hart attack", "heart attack"),
            ("cheart attack", "heart attack"), ("withaut consciousness", "without consciousness"),
        ])
    func corrections(typed: String, corrected: String) throws {
        #expect(try SmallCatalog.search(typed).correctedQuery == corrected)
    }

    @Test("A form nobody wrote down is read as its relatives")
    func relatives() throws {
        let answer = try SmallCatalog.search("infarcted myocardial")
        #expect(answer.hits.first?.key.code == "Z990" && answer.correctedQuery == "")
    }

    @Test(
        "An operation said first or last asks for procedures, one said in between for less",
        arguments: [
            ("excision of kidney stone", "ZTB1000"), ("kidney stone excision", "ZTB1000"),
            ("kidney excision stone", "Z9910"),
        ])
    func leadingWords(query: String, first: String) throws {
        let procedures = (1000..<1120).map { number in
            SearchDocument(
                key: SmallCatalog.key(.icd10PCS, "ZTB\(number)"), longDescriptor: "Excision of Kidney, Open Approach")
        }
        // As in the real code sets, the disease has codes enough that its word does not outweigh the operation's.
        let stones = (10..<34).map { number in
            SearchDocument(key: SmallCatalog.key(.icd10CM, "Z99\(number)"), longDescriptor: "Kidney stone")
        }
        let documents = (procedures + stones).sorted { $0.key < $1.key }
        var searcher = Searcher(index: try SmallCatalog.index(documents, terms: []))
        let hits = try searcher.search(SearchRequest(query: query, asOf: SmallCatalog.day)).hits
        #expect(hits.first?.key.code == first)
    }

    @Test("The matched term and its field are told, with the words highlighted")
    func matchedTerms() throws {
        let byTerm = try #require(try SmallCatalog.search("gallstone").hits.first)
        #expect(byTerm.matchedTerm == "Gallstone" && byTerm.matchedField == .inclusionTerm)
        let byDescriptor = try #require(try SmallCatalog.search("calculus gallbladder").hits.first)
        #expect(byDescriptor.matchedField == .descriptor && byDescriptor.highlights == [0..<8, 12..<23])
        #expect(try SmallCatalog.search("z990").hits.first?.matchedField == .code)
    }

    @Test("The parts of an explanation add up to the score")
    func explanation() throws {
        let hits = try SmallCatalog.search("open excision of left kidney or gallbladder") { $0.explains = true }.hits
        #expect(hits.count > 2)
        for hit in hits {
            #expect(abs((hit.explanation ?? []).reduce(0) { $0 + $1.contribution } - hit.score) < 0.001)
        }
    }

    @Test("Filters leave only what they say, and facets count exactly that")
    func filtersAndFacets() throws {
        let all = try SmallCatalog.search("gallbladder") { $0.facets = [.system, .axis, .kind] }
        #expect(all.matchCount == 5)
        #expect(
            all.facets.first?.counts.map { [$0.value, "\($0.hitCount)"] } == [["icd10pcs", "4"], ["icd10cm", "1"]])
        #expect(all.facets.last?.axis == "body_part" && all.facets.last?.counts.map(\.hitCount) == [4])
        #expect(try codes("gallbladder") { $0.systems = [.icd10CM] } == ["Z993"])
        #expect(try codes("gallbladder") { $0.systems = [.cpt] } == [])
        #expect(
            try codes("excision") { $0.filters.axes = [AxisFilter(axis: "body_part", values: ["Kidney, Left"])] } == [
                "ZTB10ZZ"
            ])
        #expect(try codes("gallbladder") { $0.filters.isAddOn = true } == [])
        #expect(try codes("gallbladder") { $0.filters.durationMinutesMax = 60 } == [])
    }

    @Test(
        "A code matches when it has a third of what is asked for, or else the most that any code has",
        arguments: [
            ("gallbladder kidney", 7), ("open excision of left kidney", 3),
            ("gallbladder kidney bypass concussion", 11),
            ("other kidney", 2),
        ])
    func matching(query: String, count: Int) throws {
        let answer = try SmallCatalog.search(query) { $0.limit = 100 }
        #expect(answer.matchCount == count && answer.hits.count == count)
    }

    @Test("Only codes valid on the day are found, others by status")
    func days() throws {
        var document = SmallCatalog.documents[3]
        document.period = ValidityPeriod(effective: CalendarDate("2020-01-01"), terminated: CalendarDate("2024-01-01"))
        var searcher = Searcher(index: try SmallCatalog.index([document], terms: []))
        func count(_ day: String, _ statuses: Set<CodeStatus>) throws -> Int {
            var request = SearchRequest(query: "gallbladder", asOf: try #require(CalendarDate(day)))
            request.filters.statuses = statuses
            return try searcher.search(request).matchCount
        }
        #expect(try count("2023-12-31", [.active]) == 1)
        #expect(try count("2024-01-01", [.active]) == 0)
        #expect(try count("2024-01-01", [.terminated]) == 1)
        #expect(try count("2019-12-31", [.notYetEffective]) == 1)
    }

    @Test("Pages put together are the whole, whatever their size", arguments: [1, 2, 3, 100])
    func paging(size: Int) throws {
        var searcher = Searcher(index: try SmallCatalog.index())
        var request = SearchRequest(query: "open gallbladder kidney", asOf: SmallCatalog.day, limit: 100)
        let whole = try searcher.search(request).hits.map(\.key)
        request.limit = size
        var paged: [CodeKey] = []
        repeat {
            let answer = try searcher.search(request)
            paged += answer.hits.map(\.key)
            request.after = answer.next
        } while request.after != nil
        #expect(paged == whole && whole.count > 5)
    }

    @Test(
        "Odd queries have a defined answer",
        arguments: [
            "", " ", "\u{0}", "🫀", "שלום", "a\u{301}\u{301}\u{301}", "(((", "[a-z]+.*", "' OR 1=1 --", "of the and",
            "without",
            "*", "?", "???", "-", "a-", "0", "\u{FFFD}", String(repeating: "*", count: 16),
            String(repeating: "a ", count: 500),
            String(repeating: "qx1 ", count: 250),
        ])
    func oddQueries(query: String) throws {
        let answer = try SmallCatalog.search(query)
        #expect(answer.hits.count <= 10)
    }

    @Test("A query that is too long is refused")
    func tooLong() {
        let error = #expect(throws: CatalogError.self) {
            try SmallCatalog.search(String(repeating: "a", count: SearchRequest.queryByteCountMax + 1))
        }
        #expect(error?.kind == .invalidArgument)
    }

    @Test("Skipping what cannot be a hit changes nothing")
    func pruning() throws {
        let words = [
            "excision", "gallbladder", "kidney", "left", "open", "bypass", "coronary", "artery", "loss", "concussion",
        ]
        // More than two chunks of sets, in two systems; each code has the words that its number has bits for.
        let documents = (1000..<2200).map { number in
            SearchDocument(
                key: SmallCatalog.key(number % 2 == 0 ? .icd10PCS : .icd10CM, "Z\(number)"),
                longDescriptor: words.indices.filter { number & 1 << $0 != 0 }.map { words[$0] }.joined(separator: " "))
        }
        var searcher = Searcher(
            index: try SmallCatalog.index(documents.sorted { $0.key < $1.key }, terms: [], axes: []))
        for first in words {
            for second in words {
                var request = SearchRequest(query: "\(first) of \(second) open", asOf: SmallCatalog.day, limit: 3)
                let pruned = try searcher.search(request)
                request.isExhaustive = true
                let all = try searcher.search(request)
                #expect(all.hits == pruned.hits && all.matchCount == pruned.matchCount)
                let wanted = Set([first, second, "open"])
                let held = documents.filter {
                    !wanted.isDisjoint(with: $0.longDescriptor.split(separator: " ").map(String.init))
                }
                #expect(pruned.matchCount == held.count)
            }
        }
    }

    @Test("Documents out of order are refused")
    func order() {
        #expect(throws: CatalogError.self) { try SmallCatalog.index(SmallCatalog.documents.reversed()) }
    }
}
