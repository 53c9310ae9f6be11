import CatalogMessages
import CatalogModel
import TestSupport
import Testing
import WireMessages

@Suite("Requests to search")
struct SearchCodesRequestTests {
    @Test("What is not said is the default: reportable codes, valid on the day, ten hits")
    func defaults() throws {
        let request = try SearchCodesRequest(Wire.field(1, "knee"))
        #expect(request == SearchCodesRequest(query: "knee"))
        #expect(request.filters.kinds == [.code])
        #expect(request.filters.statuses == [.active])
        #expect(request.elementCountMax == 10)
        #expect(try SearchCodesRequest(Wire.field(1, "knee") + Wire.field(4, 5_000)).elementCountMax == 100)
    }

    @Test(
        "What cannot be right is refused by its field",
        arguments: [
            ("query", Wire.field(1, String(repeating: "a", count: 1_001))),
            ("page_size", Wire.field(4, UInt64(bitPattern: -1))),
            ("systems[0]", Wire.field(2, [99])),
            ("facets[1]", Wire.field(8, [1, 99])),
            ("filters.kinds[0]", Wire.field(7, Wire.field(1, [99]))),
            ("filters.billable", Wire.field(7, Wire.field(3, 99))),
            ("filters.axes[0].axis", Wire.field(7, Wire.field(5, Wire.field(2, "0")))),
            ("filters.axes[0].values", Wire.field(7, Wire.field(5, Wire.field(1, "approach")))),
            ("filters.duration_minutes_max", Wire.field(7, Wire.field(8, UInt64(bitPattern: -1)))),
        ])
    func refused(field: String, bytes: [UInt8]) throws {
        let error = try #require(throws: MessageError.self) { try SearchCodesRequest(bytes) }
        #expect(error.path == field)
    }

    @Test("Filters said in another order ask for the same list, so their tokens fit")
    func canonical() throws {
        let a = SearchCodesRequest(query: "knee", filters: SearchFilters(kinds: [.code, .header]))
        let b = SearchCodesRequest(query: "knee", filters: SearchFilters(kinds: [.header, .code]), pageSize: 7)
        #expect(a.listIdentity == b.listIdentity)
        #expect(a.listIdentity != SearchCodesRequest(query: "hip", filters: a.filters).listIdentity)
    }
}
