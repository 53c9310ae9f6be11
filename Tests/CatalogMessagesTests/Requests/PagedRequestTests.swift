import CatalogMessages
import CatalogModel
import TestSupport
import Testing

@Suite("Requests for a page")
struct PagedRequestTests {
    private static let key = CodeKey(system: .icd10CM, canonical: "E119")

    @Test("0 is the default, and too large is the most", arguments: [(0, 50), (1, 1), (500, 500), (501, 500)])
    func size(asked: Int, given: Int) {
        #expect(ListPoliciesRequest(key: Self.key, pageSize: asked).elementCountMax == given)
    }

    @Test("A negative size is refused by name")
    func negative() {
        let bytes = ListPoliciesRequest(key: Self.key, pageSize: -1).bytes
        #expect { try ListPoliciesRequest(bytes) } throws: { "\($0)".hasPrefix("page_size: ") }
    }

    @Test("Size and token are no part of the list asked for; everything else is")
    func identity() throws {
        let request = ListPoliciesRequest(
            key: Self.key, asOf: CalendarDate("2025-02-28"), payer: "A", jurisdiction: "B")
        var same = request
        same.pageSize = 7
        same.pageToken = "x"
        #expect(same.listIdentity == request.listIdentity)
        let dotted = Wire.field(1, Wire.field(1, 4) + Wire.field(2, "e11.9"))
        #expect(try ListPoliciesRequest(dotted).listIdentity == ListPoliciesRequest(key: Self.key).listIdentity)
        var others = Array(repeating: request, count: 5)
        others[0].key = CodeKey(system: .icd10CM, canonical: "E118")
        others[1].asOf = nil
        others[2].payer = "AB"
        others[3].jurisdiction = ""
        (others[4].payer, others[4].jurisdiction) = ("", "AB")
        #expect(Set((others + [request]).map(\.listIdentity)).count == 6)
    }
}
