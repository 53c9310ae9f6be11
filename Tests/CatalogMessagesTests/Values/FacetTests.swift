import CatalogMessages
import CatalogModel
import Testing
import WireMessages

@Suite("Facets in messages")
struct FacetTests {
    /// Every value of each field, and filters that let all of them through.
    private static let cases: [(FacetField, [String], SearchCodesRequest)] = [
        (.system, CodeSystem.known.map(\.name), SearchCodesRequest(query: "", systems: CodeSystem.known)),
        (.kind, raw(CodeKind.allCases), request(SearchFilters(kinds: Set(CodeKind.allCases)))),
        (.status, raw(CodeStatus.allCases), request(SearchFilters(statuses: Set(CodeStatus.allCases)))),
        (.addOn, ["true"], request(SearchFilters(isAddOn: true))),
        (.addOn, ["false"], request(SearchFilters(isAddOn: false))),
        (.setting, raw(CareSetting.allCases), request(SearchFilters(settings: Set(CareSetting.allCases)))),
        (.anesthesia, raw(AnesthesiaKind.allCases), request(SearchFilters(anesthesia: Set(AnesthesiaKind.allCases)))),
    ]

    private static func raw(_ values: [some RawRepresentable<String>]) -> [String] { values.map(\.rawValue) }

    private static func request(_ filters: SearchFilters) -> SearchCodesRequest {
        SearchCodesRequest(query: "", filters: filters)
    }

    @Test("A value is named as the filter of its field takes it, and read back", arguments: cases.indices)
    func names(index: Int) throws {
        let (field, values, request) = Self.cases[index]
        let facet = Facet(field, counts: values.map { FacetCount(value: $0, label: $0, hitCount: 1) })
        let answer = SearchAnswer(page: ListPage([], nextPageToken: "", totalCount: 0), facets: [facet])
        let filter = request.json(pretty: false)
        let counts = answer.json(pretty: false).split(separator: "\"value\":").dropFirst()
        #expect(counts.count == values.count)
        for count in counts {
            let name = count.prefix { $0 != "," }
            #expect(filter.contains(name), "\(field): \(name) is not in \(filter)")
        }
        #expect(try answer.withMessage { try $0.bytes().withUnsafeBytes { try SearchAnswer(message: $0) } } == answer)
    }
}
