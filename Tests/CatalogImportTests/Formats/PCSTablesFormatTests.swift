import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("ICD-10-PCS tables")
struct PCSTablesFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("icd10-pcs-tables") }

    /// Two tables with three rows between them, in the layout of the CMS document, invented throughout.
    static let document = """
        <?xml version="1.0" encoding="utf-8"?>
        <ICD10PCS.tabular>
          <version>2031</version>
          <title>ICD-10-PCS</title>
          <pcsTable>
            <axis pos="1" values="1"><title>Section</title><label code="Z">Fables</label></axis>
            <axis pos="2" values="1"><title>Body System</title><label code="1">Wings &amp; Tails</label></axis>
            <axis pos="3" values="1">
              <title>Operation</title>
              <label code="2">Grooming</label>
              <definition>Putting feathers in order</definition>
            </axis>
            <pcsRow codes="4">
              <axis pos="4" values="2">
                <title>Body Part</title><label code="0">Left Wing</label><label code="1">Right Wing</label>
              </axis>
              <axis pos="5" values="1"><title>Approach</title><label code="X">External</label></axis>
              <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
              <axis pos="7" values="2">
                <title>Qualifier</title><label code="A">By Day</label><label code="Z">No Qualifier</label>
              </axis>
            </pcsRow>
            <pcsRow codes="1">
              <axis pos="4" values="1"><title>Body Part</title><label code="2">Tail</label></axis>
              <axis pos="5" values="1"><title>Approach</title><label code="X">External</label></axis>
              <axis pos="6" values="1"><title>Device</title><label code="B">Brush</label></axis>
              <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
            </pcsRow>
          </pcsTable>
          <pcsTable>
            <axis pos="1" values="1"><title>Section</title><label code="Z">Fables</label></axis>
            <axis pos="2" values="1"><title>Body System</title><label code="1">Wings &amp; Tails</label></axis>
            <axis pos="3" values="1"><title>Operation</title><label code="3">Folding</label></axis>
            <pcsRow codes="1">
              <axis pos="4" values="1"><title>Body Part</title><label code="0">Both Wings</label></axis>
              <axis pos="5" values="1"><title>Approach</title><label code="X">External</label></axis>
              <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
              <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
            </pcsRow>
          </pcsTable>
        </ICD10PCS.tabular>

        """

    private func labels(_ table: String, on date: String = "2030-01-01") async throws -> [String] {
        try await format.facts(.of(.icd10PCS, table: table), on: date).map {
            "\($0.value.row).\($0.value.position) \($0.value.value) \($0.value.label)"
        }
    }

    @Test("A table's own characters are row 0, and the same character may mean something else in another table")
    func values() async throws {
        let report = try await format.run(Self.document)
        #expect(report.rowsRead == 5)
        #expect(report.written.added == 6 + 6 + 4 + 4)
        #expect(report.written.unresolved == 0)
        #expect(
            try await labels("Z12") == [
                "0.1 Z Fables", "0.2 1 Wings & Tails", "0.3 2 Grooming", "1.4 0 Left Wing", "1.4 1 Right Wing",
                "1.5 X External", "1.6 Z No Device", "1.7 A By Day", "1.7 Z No Qualifier", "2.4 2 Tail",
                "2.5 X External", "2.6 B Brush", "2.7 Z No Qualifier",
            ])
        #expect(try await labels("Z13").contains("1.4 0 Both Wings"))
        let operation = try #require(
            try await format.facts(.of(.icd10PCS, tablesFrom: "Z1")).first { $0.value.position == 3 })
        #expect(operation.value.title == "Operation")
        #expect(operation.value.definition == "Putting feathers in order")
        #expect(operation.edition.label == "2031")
        #expect(operation.period == .always)
    }

    @Test("The same again changes nothing; the next edition ends what it no longer has")
    func editions() async throws {
        _ = try await format.run(Self.document) { $0.release = "FY2031" }
        let again = try await format.run(Self.document) { $0.release = "FY2031" }
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let shorter = Self.document.replacing("<pcsRow codes=\"4\">", with: "<pcsRow codes=\"2\">").replacing(
            "<axis pos=\"7\" values=\"2\">", with: "<axis pos=\"7\" values=\"1\">"
        ).replacing("<label code=\"A\">By Day</label>", with: "")
        let next = try await format.run(shorter) { $0.release = "FY2032" }
        #expect(next.written.terminated == 1)
        #expect(try await labels("Z12", on: "2031-09-30").contains("1.7 A By Day"))
        #expect(try await !labels("Z12", on: "2031-10-01").contains("1.7 A By Day"))
        #expect(try await labels("Z12", on: "2030-09-30") == [], "no edition is loaded for that day")
    }

    @Test(
        "What cannot be right is refused with its line",
        arguments: [
            ("<axis pos=\"4\" values=\"2\">", "<axis pos=\"4\" values=\"3\">", 13, "should have 3 values and has 2"),
            ("<pcsRow codes=\"4\">", "<pcsRow codes=\"5\">", 13, "do not make the 5 codes"),
            ("<axis pos=\"5\" values=\"1\">", "<axis pos=\"6\" values=\"1\">", 13, "not those of positions 4, 5, 6, 7"),
            ("<label code=\"0\">", "<label code=\"O\">", 13, "no digit or capital letter"),
            ("<label code=\"0\">", "<label code=\"00\">", 13, "no digit or capital letter"),
            ("<label code=\"0\">", "<label>", 13, "no digit or capital letter"),
            ("<label code=\"0\">Left Wing<", "<label code=\"0\"><", 13, "a value without a label"),
            ("<axis pos=\"3\" values=\"1\">", "<axis pos=\"4\" values=\"1\">", 5, "not those of positions 1, 2, 3"),
            ("<label code=\"3\">Folding", "<label code=\"2\">Folding", 30, "stands on line 5 already"),
            ("<pcsRow codes=\"4\">", "<pcsRow codes=\"4\"><pcsTable/>", 13, "does not belong"),
            ("<ICD10PCS.tabular>", "<ICD10PCS.tabular><axis/>", 2, "does not belong"),
        ])
    func rejects(text: String, other: String, line: Int, message: String) async throws {
        #expect(Self.document.contains(text))
        let error = try await format.failure(Self.document.replacing(text, with: other, maxReplacements: 1))
        #expect(error.location?.line == line)
        #expect(error.message.contains(message), "\(error)")
    }

    @Test("A document that breaks off anywhere, or holds no table, changes nothing")
    func truncated() async throws {
        for count in stride(from: 0, to: Self.document.count - 2, by: 131) {
            _ = try await format.failure(String(Self.document.prefix(count)))
        }
        let error = try await format.failure("<ICD10PCS.tabular><version>1</version></ICD10PCS.tabular>")
        #expect(error.message == "the document has no tables")
    }

    @Test("Documents of other formats are named, and so is this one to them")
    func others() async throws {
        let tabular = try await format.failure(TabularFormatTests.document)
        #expect(tabular.remedy == "use --format icd10-cm-tabular")
        let orders = try await format.failure(OrderRows.pcs)
        #expect(orders.remedy == "use --format icd10-pcs-order")
        for other in ["icd10-pcs-index", "icd10-cm-tabular", "gems", "ncci-ptp"] {
            let error = try await FormatUnderTest(other).failure(Self.document)
            #expect(error.remedy == "use --format icd10-pcs-tables", "\(other)")
        }
        let foreign = try await format.failure("<?xml version=\"1.0\"?><ICD10PCS.index/>")
        #expect(foreign.message == "this is an XML document, not the ICD-10-PCS tables")
    }
}
