import CatalogModel
import CatalogSearch
import Testing

struct SuggesterTests {
    private func suggest(_ prefix: String, limit: Int = 10) throws -> Suggestions {
        var suggester = Suggester(index: try SmallCatalog.index())
        return try suggester.suggest(SuggestRequest(prefix: prefix, asOf: SmallCatalog.day, limit: limit))
    }

    @Test("Words may be unfinished and in any order")
    func prefixes() throws {
        #expect(try suggest("gallb exc").hits.map(\.key.code) == ["ZFB40ZZ", "ZFB44ZZ"])
        #expect(try suggest("exc gallb").hits.first?.highlights == [0..<3, 12..<17])
    }

    @Test("While more codes match than were asked for, families stand for them and count them all")
    func families() throws {
        let answer = try suggest("o", limit: 3)
        #expect(answer.totalCount == 13)
        #expect(answer.hits.count <= 3)
        #expect(answer.hits.contains { $0.familySize > 1 })
        #expect(Set(answer.hits.map(\.key)).count == answer.hits.count)
        let few = try suggest("resection g", limit: 3)
        #expect(few.hits.map(\.familySize) == [0, 0] && few.totalCount == 2)
    }

    @Test("A family is named by the code that covers it")
    func familyKeys() throws {
        let hit = try #require(try suggest("bypass", limit: 1).hits.first)
        #expect(hit.key.code == "ZF1" && hit.familySize == 2 && hit.display == "Hepatobiliary System, Test")
    }

    @Test("A code whose whole descriptor was typed comes first, however many match", arguments: [1, 2, 10])
    func wholeDescriptor(limit: Int) throws {
        let documents = [("Z980", "Burn of ankle, left"), ("Z981", "Burn of ankle")].map {
            SearchDocument(key: SmallCatalog.key(.icd10CM, $0.0), longDescriptor: $0.1)
        }
        var suggester = Suggester(index: try SmallCatalog.index(documents, terms: [], axes: []))
        let answer = try suggester.suggest(
            SuggestRequest(prefix: "burn of ankle", asOf: SmallCatalog.day, limit: limit))
        #expect(answer.hits.map(\.key.code) == Array(["Z981", "Z980"].prefix(limit)) && answer.totalCount == 2)
    }

    @Test("Codes are completed")
    func codes() throws {
        #expect(try suggest("zft4").hits.map(\.key.code) == ["ZFT40ZZ", "ZFT44ZZ"])
    }

    @Test("A family that is all there is shows its largest parts")
    func largestParts() throws {
        let codes = ["A", "B", "B", "C", "C", "C", "D", "D"].enumerated().map { "ZX1\($1)\($0)" }.sorted()
        let documents = codes.map { SearchDocument(key: SmallCatalog.key(.icd10PCS, $0), longDescriptor: "Test") }
        var suggester = Suggester(index: try SmallCatalog.index(documents, terms: [], axes: []))
        let answer = try suggester.suggest(SuggestRequest(prefix: "zx1", asOf: SmallCatalog.day, limit: 2))
        #expect(answer.hits.map(\.key.code) == ["ZX1B", "ZX1C"] && answer.hits.map(\.familySize) == [2, 3])
        #expect(answer.totalCount == 8)
    }

    @Test("A family without a header is named by the words its first and last code share")
    func sharedWords() throws {
        let documents = [("ZX10", "Cast on left arm"), ("ZX11", "Cast on leg, left"), ("ZX12", "Cast  on right arm")]
            .map {
                SearchDocument(key: SmallCatalog.key(.icd10PCS, $0.0), longDescriptor: $0.1)
            }
        var suggester = Suggester(index: try SmallCatalog.index(documents, terms: [], axes: []))
        let answer = try suggester.suggest(SuggestRequest(prefix: "cast", asOf: SmallCatalog.day, limit: 1))
        #expect(answer.hits.map(\.display) == ["Cast on arm"])
    }

    @Test("What no descriptor starts with is searched for", arguments: [("cabg", "ZF10BBZ"), ("kidnye", "ZTB00ZZ")])
    func fallback(text: String, first: String) throws {
        #expect(try suggest(text).hits.first?.key.code == first)
    }

    @Test("Nothing typed gives nothing", arguments: ["", " ", "🫀", "qqqq"])
    func nothing(text: String) throws {
        #expect(try suggest(text).hits.isEmpty)
    }
}
