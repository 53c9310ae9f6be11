import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Relative value files")
struct FeeScheduleFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(_ text: String, release: String? = "2026Q1") async throws -> ImportReport {
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let file = try folder.write(bytes, to: "PPRRVU2026_Jan.csv")
        return try await CatalogImporter(store: store).run(
            ImportRequest(format: "pfs-rvu", files: [file], release: release))
    }

    private func entries(on date: String) async throws -> [String] {
        let keys = try ["00A1B", "00A2B", "Z9001"].map { try #require(ProcedureCode.key($0)) }
        let day = try #require(CalendarDate(date))
        return try await store.read { reader throws(CatalogError) in
            try reader.facts(FactQuery<FeeScheduleEntry>.of(keys).on(day)).map {
                "\($0.value.key.code)\($0.value.modifier) \($0.value.status) \($0.value.globalDays)"
            }
        }
    }

    @Test(
        "Columns are found by their names, running down the header, in every year's layout",
        arguments: [FeeScheduleRows.file, FeeScheduleRows.taller, FeeScheduleRows.file.replacing("\r\n", with: "\r")])
    func layouts(text: String) async throws {
        let report = try await run(text)
        #expect(report.rejectCount == 0)
        #expect(report.rowsRead == 4)
        let expected = ["00A1B A 090", "00A1B26 A 090", "00A2B A ZZZ", "Z9001 X XXX"]
        #expect(try await entries(on: "2026-01-01") == expected)
        #expect(try await entries(on: "2025-12-31") == [])
        let again = try await run(text)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let next = try await run(text.replacing("00A1B,26", with: "00A1B,TC"), release: "2026Q2")
        #expect(next.written.terminated == 1)
        #expect(try await entries(on: "2026-03-31") == expected)
        #expect(try await entries(on: "2026-04-01").contains("00A1BTC A 090"))
    }

    @Test("A code with the global period ZZZ is an add-on code on the days of the edition")
    func addOn() async throws {
        _ = try await run(FeeScheduleRows.file)
        let list = try folder.write("00A1B\tFirst\n00A2B\tSecond\n", to: "LONGULT.txt")
        _ = try await CatalogImporter(store: store).run(
            ImportRequest(format: "cpt", files: [list], release: "2025"))
        for (code, date, isAddOn) in [
            ("00A2B", "2026-01-01", true), ("00A2B", "2025-12-31", false), ("00A1B", "2026-01-01", false),
        ] {
            let key = CodeKey(system: .cpt, canonical: code)
            let answer = try await store.lookUp([key], asOf: #require(CalendarDate(date)), view: .basic).answers[0]
            guard case .found(let found) = answer else { throw TestFailure() }
            #expect(found.isAddOn == isAddOn, "\(code) \(date)")
            #expect(found.longDescriptor == (code == "00A1B" ? "First" : "Second"))
        }
    }

    @Test(
        "A column that is missing or has another name is named",
        arguments: [
            ("HCPCS,MOD", "CODE,MOD", "'HCPCS'"), ("HCPCS,MOD", "HCPCS,MODIFIER", "'MOD'"),
            (",STATUS,", ",STATE,", "'STATUS CODE'"), (",DAYS,", ",PERIOD,", "'GLOB DAYS'"),
            (",OP,OP,", ",DAYS,DAYS,", nil), (",PRE,INTRA,", ",GLOB,GLOB,", nil),
        ])
    func drift(name: String, other: String, message: String?) async throws {
        let text = FeeScheduleRows.file.replacing(name, with: other)
        guard let message else {
            _ = try await run(text)
            return
        }
        let error = try await #require(throws: CatalogError.self) { try await run(text) }
        #expect(error.kind == .rejected)
        #expect(error.message.contains(message), "\(error)")
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("Two columns of one name are refused")
    func ambiguous() async throws {
        let text = FeeScheduleRows.file.replacing("GLOB,PRE", with: "GLOB,GLOB").replacing("DAYS,OP", with: "DAYS,DAYS")
        let error = try await #require(throws: CatalogError.self) { try await run(text) }
        #expect(error.message.contains("'GLOB DAYS'"), "\(error)")
    }

    @Test(
        "A malformed row is rejected with its place, and nothing is changed",
        arguments: [
            (FeeScheduleRows.row("0A1B", "", "A", "090"), 1), (FeeScheduleRows.row("00A9B", "2", "A", "090"), 7),
            (FeeScheduleRows.row("00A9B", "26", "", "090"), 25), (FeeScheduleRows.row("00A9B", "26", "7", "090"), 25),
            (FeeScheduleRows.row("00A9B", "", "A", "90"), 60), (FeeScheduleRows.row("00A9B", "", "A", ""), 60),
            (FeeScheduleRows.row("00A9B", "", "A", "ZZ"), 60), ("00A9B,,x,A\r\n", nil),
            (String(FeeScheduleRows.row("00A9B", "", "A", "090").dropLast()), nil),
        ])
    func rejects(row: String, column: Int?) async throws {
        let error = try await #require(throws: CatalogError.self) { try await run(FeeScheduleRows.file + row) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == 9)
        #expect(error.location?.column == column)
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("The quarter must be named, and a file without the header is refused")
    func refusals() async throws {
        let undated = try await #require(throws: CatalogError.self) {
            try await run(FeeScheduleRows.file, release: nil)
        }
        #expect(undated.kind == .invalidArgument)
        let other = try await #require(throws: CatalogError.self) { try await run(UnitLimitRows.file) }
        #expect(other.remedy == "use --format ncci-mue")
        let headless = try await #require(throws: CatalogError.self) { try await run("a,b\r\nc,d\r\n") }
        #expect(headless.message.contains("HCPCS"))
    }
}

/// Relative value files laid out as CMS lays them out, with codes that do not exist and made-up values.
enum FeeScheduleRows {
    private static let titles =
        ",,Relative Value File January Release" + String(repeating: ",", count: 28) + "\r\n"
        + ",,\"A notice, \u{A9} of the owner\"" + String(repeating: ",", count: 28) + "\r\n"
    private static let header = """
        ,,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT
        HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT

        """
        .replacing("\n", with: "\r\n")

    static func row(_ code: String, _ modifier: String, _ status: String, _ global: String) -> String {
        "\(code),\(modifier),\"A name, made\",\(status),,1.00,2.00,,2.50,,0.10,3.10,3.60,0,\(global),0.10,0.80,0.10,2,1,0,1,0,,"
            + "33.0000,09,0,99,0.00,0.00,0.00\r\n"
    }

    private static let rows =
        row("00A1B", "", "A", "090") + row("00A1B", "26", "A", "090") + row("00A2B", "", "A", "ZZZ")
        + row("Z9001", "", "X", "XXX")

    static let file = titles + header + rows

    /// A header of five lines, in other pieces, with a column more.
    static let taller: String = {
        let upper = [",,,,NOT USED", ",,,,FOR", ",,,STATUS,MEDICARE,PRIC"].map { line in
            line + String(repeating: ",", count: 31 - line.filter { $0 == "," }.count) + "\r\n"
        }
        let (code, days) = (String(repeating: ",", count: 15), String(repeating: ",", count: 16))
        let lower = [
            code + "GLOB" + days,
            "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,IND,WORK" + String(repeating: ",", count: 9) + "DAYS" + days,
        ].map { $0 + "\r\n" }
        let wider = rows.replacing(",,1.00", with: ",,9,1.00")
        return titles.replacing("\r\n", with: ",\r\n") + upper.joined() + lower.joined() + wider
    }()
}
