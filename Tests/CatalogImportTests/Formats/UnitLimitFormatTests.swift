import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Unit limits")
struct UnitLimitFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(
        _ text: String, release: String? = "2026Q1", _ change: (inout ImportRequest) -> Void = { _ in }
    ) async throws -> ImportReport {
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        var request = ImportRequest(
            format: "ncci-mue", files: [try folder.write(bytes, to: "mue.csv")], release: release)
        change(&request)
        return try await CatalogImporter(store: store).run(request)
    }

    private func limits(_ date: String, _ setting: EditSetting = .practitioner) async throws -> [String] {
        let keys = try ["00A1B", "00A2B", "Z9001"].map { try #require(ProcedureCode.key($0)) }
        let day = try #require(CalendarDate(date))
        return try await store.read { reader throws(CatalogError) in
            try reader.facts(FactQuery<UnitLimit>.of(keys, setting: setting).on(day)).map {
                "\($0.value.key.code) \($0.value.units) \($0.value.adjudication.prefix(1)) \($0.edition.label)"
            }
        }
    }

    @Test("Rows below the notice become limits, on the days of the quarter and until the next one")
    func rows() async throws {
        let report = try await run(UnitLimitRows.file)
        #expect(report.rejectCount == 0)
        #expect(report.rowsRead == 3)
        #expect(try await limits("2025-12-31") == [])
        #expect(try await limits("2026-01-01") == ["00A1B 2 1 2026Q1", "00A2B 0 2 2026Q1", "Z9001 1200 3 2026Q1"])
        let again = try await run(UnitLimitRows.file)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let next = try await run(UnitLimitRows.file.replacing("00A1B,2", with: "00A1B,3"), release: "2026Q2")
        #expect(next.written.changed == 1)
        #expect(try await limits("2026-03-31").first == "00A1B 2 1 2026Q1")
        #expect(try await limits("2026-04-01").first == "00A1B 3 1 2026Q2")
        let last = try await run(UnitLimitRows.header + "Z9001,1200,3,r\n", release: "2026Q3")
        #expect(last.written.terminated == 2)
        #expect(try await limits("2026-07-01") == ["Z9001 1200 3 2026Q3"])
        let key = CodeKey(system: .cpt, canonical: "00A2B")
        let found = try await store.read { reader throws(CatalogError) in
            try reader.facts(FactQuery<UnitLimit>.of([key], setting: .practitioner))
        }
        let limit = try #require(found.first)
        #expect(limit.value.adjudication == "2 Date of Service Edit: Policy")
        #expect(limit.value.rationale == "Code descriptor \u{2013} instruction, \"policy\"")
        #expect(limit.edition.files == ["mue.csv"])
    }

    @Test("The header tells the setting, and each setting has limits of its own")
    func settings() async throws {
        for (name, setting) in [
            ("Outpatient Hospital Services", EditSetting.outpatientHospital), ("DME Supplier Services", .dmeSupplier),
        ] {
            let text = UnitLimitRows.file.replacing("Practitioner Services", with: name)
            _ = try await run(text)
            #expect(try await limits("2026-01-01", setting).count == 3)
            await #expect(throws: CatalogError.self) { try await run(text) { $0.setting = .practitioner } }
        }
        #expect(try await limits("2026-01-01").isEmpty)
        let nameless = UnitLimitRows.file.replacing("Practitioner Services ", with: "")
        let error = try await #require(throws: CatalogError.self) { try await run(nameless) }
        #expect(error.remedy == "name the --setting")
        _ = try await run(nameless) { $0.setting = .practitioner }
        #expect(try await limits("2026-01-01").count == 3)
        let hospital = try folder.write(
            UnitLimitRows.header.replacing("Practitioner", with: "Hospital") + "00A1B,1,1,r\n", to: "h.csv")
        await #expect(throws: CatalogError.self) { try await run(UnitLimitRows.file) { $0.files.append(hospital) } }
    }

    @Test(
        "A malformed row is rejected with its place, and nothing is changed",
        arguments: [
            ("00a1b,1,1,r\n", 1), ("00A1B,-1,1,r\n", 7), ("00A1B,,1,r\n", 7), ("00A1B,12345678,1,r\n", 7),
            ("00A1B,1,4 Edit,r\n", 9), ("00A1B,1,12,r\n", 9), ("00A1B,\"1\",,r\n", 11), ("00A1B,1,1\n", nil),
            ("00A1B,1,1,r,s\n", nil), ("00A1B,1,1,r", nil), ("1,00A1B,1,r\n", 1), ("00A1B,1,1,\u{81}\n", nil),
        ])
    func rejects(row: String, column: Int?) async throws {
        let text = UnitLimitRows.header + "00A2B,1,1,r\n" + row
        let error = try await #require(throws: CatalogError.self) { try await run(text) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == 3)
        #expect(error.location?.column == column)
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("One code has one limit, and an equal row twice is one")
    func repeated() async throws {
        let twice = try await run(UnitLimitRows.header + "00A2B,1,1,r\n00A2B,1,1,r\n")
        #expect(twice.written.added == 1)
        let error = try await #require(throws: CatalogError.self) {
            try await run(UnitLimitRows.header + "00A2B,1,1,r\n00A2B,2,1,r\n")
        }
        #expect(error.location?.line == 3)
    }

    @Test(
        "A column that is missing is named",
        arguments: ["HCPCS/CPT Code", "MUE Values", "MUE Adjudication Indicator", "MUE Rationale"])
    func drift(column: String) async throws {
        let header = UnitLimitRows.header.replacing(column, with: "Something else")
        let error = try await #require(throws: CatalogError.self) { try await run(header + "00A2B,1,1,r\n") }
        #expect(error.kind == .rejected)
        #expect(error.message.contains(column), "\(error)")
    }

    @Test("The quarter must be named, since the rows print no days")
    func undated() async throws {
        let error = try await #require(throws: CatalogError.self) { try await run(UnitLimitRows.file, release: nil) }
        #expect(error.kind == .invalidArgument)
        #expect(error.remedy.contains("--release"))
    }
}

/// A table of unit limits as CMS publishes it, in Windows code page 1252, with codes that do not exist.
enum UnitLimitRows {
    static let header =
        "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"

    static let file =
        "\"A notice of the owner \u{A9},\nwhich \"\"quotes\"\",\n\nof several lines\",,,\r\n"
        + "\"HCPCS/\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n"
        + "00A1B,2,1 Line Edit,Clinical: Data\r\n"
        + "00A2B,0,2 Date of Service Edit: Policy,\"Code descriptor \u{96} instruction, \"\"policy\"\"\"\r\n"
        + "Z9001,1200,3 Date of Service Edit: Clinical,\r\n"
}
