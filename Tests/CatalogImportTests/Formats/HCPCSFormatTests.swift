import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("HCPCS contractor record")
struct HCPCSFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(
        _ text: some StringProtocol, release: String = "2026Q1", rejects: Int = 0
    ) async throws -> ImportReport {
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let file = try folder.write(bytes, to: "HCPC2026_JAN_ANWEB.txt")
        return try await CatalogImporter(store: store).run(
            ImportRequest(format: "hcpcs", files: [file], release: release, rejectCountMax: rejects))
    }

    private func answer(_ code: String, on date: String) async throws -> CodeAnswer {
        let key = CodeKey(system: .hcpcs, canonical: code)
        return try await store.lookUp([key], asOf: #require(CalendarDate(date)), view: .full).answers[0]
    }

    private func code(_ code: String, on date: String = "2026-02-01") async throws -> Code? {
        if case .found(let found) = try await answer(code, on: date) { found } else { nil }
    }

    private func absence(_ code: String, on date: String) async throws -> CodeAbsence? {
        if case .absent(let absence) = try await answer(code, on: date) { absence } else { nil }
    }

    @Test("Lines are put together to codes and modifiers; rows of CPT are left out and counted")
    func codes() async throws {
        let report = try await run(HCPCSRows.file + "\r")
        #expect(report.rejectCount == 0)
        #expect(report.rowsRead == 5)
        #expect(report.notes == ["2 rows of CPT are left out; import the AMA's files with --format cpt"])
        let code = try #require(try await code("Z9001"))
        #expect(code.longDescriptor == "First piece of the text, second piece and the third")
        #expect(code.shortDescriptor == "SHORT TEXT")
        #expect(code.kind == .code)
        #expect(code.descriptorOrigin == .official)
        #expect(code.release == Release(label: "2026Q1", effective: try #require(CalendarDate("2026-01-01"))))
        let modifier = try #require(try await self.code("Y2"))
        #expect(modifier.kind == .modifier)
        #expect(modifier.longDescriptor == "Another modifier of two lines")
        #expect(try await self.code("Y1")?.longDescriptor == "A modifier")
        #expect(try await absence("00A1B", on: "2026-02-01")?.reason == .unknownCode)
        #expect(try await store.summary().systems.map(\.system) == [.hcpcs])
    }

    @Test("A code holds from the day it was added up to its last day, and on that one; its references succeed it")
    func periods() async throws {
        _ = try await run(HCPCSRows.file + HCPCSRows.row("Z9004", added: "20260215", action: "A"))
        #expect(try await code("Z9003", on: "2026-02-28")?.successors.map(\.code) == ["Z9001", "00A1B"])
        let absence = try #require(try await absence("Z9003", on: "2026-03-01"))
        #expect(absence.reason == .terminated)
        #expect(absence.terminated == CalendarDate("2026-03-01"))
        #expect(absence.successors.map(\.description) == ["hcpcs Z9001", "cpt 00A1B"])
        #expect(try await self.absence("Z9004", on: "2026-02-14")?.reason == .notYetEffective)
        #expect(try await code("Z9004", on: "2026-02-15") != nil)
        #expect(try await self.absence("Z9002", on: "2025-12-31")?.reason == .releaseNotLoaded)
        #expect(try await code("Z9002", on: "2026-01-01") != nil)
    }

    @Test("A code that ended on the eve of the release has its successor, also when later releases forget it")
    func endedOnTheEve() async throws {
        let ended = HCPCSRows.row("Z9003", references: "Z9002", last: "20251231", action: "D")
        let neverListed = HCPCSRows.row("Z9009", references: "Z9001", last: "20251231", action: "D")
        let stays = HCPCSRows.row("Z9001") + HCPCSRows.row("Z9002")
        _ = try await run(stays, release: "2026Q2")
        let report = try await run(stays + ended + neverListed)
        #expect(report.notes == ["2 codes ended before 2026-01-01; what takes their place is kept"])
        _ = try await run(stays + HCPCSRows.row("Z9003"), release: "2025Q4")
        #expect(try await code("Z9003", on: "2025-12-31") != nil)
        for date in ["2026-01-01", "2026-06-30"] {
            let absence = try #require(try await absence("Z9003", on: date))
            #expect(absence.reason == .terminated)
            #expect(absence.terminated == CalendarDate("2026-01-01"))
            #expect(absence.successors.map(\.code) == ["Z9002"])
        }
        let unlisted = try #require(try await absence("Z9009", on: "2026-02-01"))
        #expect(unlisted.reason == .terminated)
        #expect(unlisted.terminated == CalendarDate("2026-01-01"))
        #expect(unlisted.successors.map(\.code) == ["Z9001"])
        #expect(try await absence("Z9009", on: "2025-12-31")?.reason == .unknownCode)
    }

    @Test("Coverage and BETOS are kept on the days of the code")
    func payment() async throws {
        _ = try await run(HCPCSRows.file)
        let keys = ["Z9001", "Z9002", "Z9003"].map { CodeKey(system: .hcpcs, canonical: $0) }
        for (date, expected) in [
            ("2026-02-28", ["C P1A", "C ", "C O1E"]), ("2026-03-01", ["C P1A", "C "]), ("2025-12-31", []),
        ] {
            let day = try #require(CalendarDate(date))
            let found = try await store.read { reader throws(CatalogError) in
                try reader.facts(FactQuery<FeeScheduleEntry>.of(keys).on(day)).map {
                    "\($0.value.coverage) \($0.value.betos)"
                }
            }
            #expect(found == expected, "\(date)")
        }
    }

    @Test("The same file again changes nothing; the next release ends what it no longer lists")
    func releases() async throws {
        _ = try await run(HCPCSRows.file)
        let again = try await run(HCPCSRows.file)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        _ = try await run(HCPCSRows.row("Z9001", text: "New text"), release: "2026Q2")
        #expect(try await code("Z9001", on: "2026-03-31")?.longDescriptor.hasPrefix("First piece") == true)
        #expect(try await code("Z9001", on: "2026-04-01")?.longDescriptor == "New text")
        #expect(try await code("Z9002", on: "2026-03-31") != nil)
        #expect(try await absence("Z9002", on: "2026-04-01")?.terminated == CalendarDate("2026-04-01"))
    }

    @Test("Windows characters, an end-of-file mark, blanks cut off and a last line without end are fine")
    func readable() async throws {
        let cut = String(HCPCSRows.row("Z9002").prefix(293)) + "\r\n"
        let last = String(HCPCSRows.row("Z9003").dropLast(1))
        let report = try await run(HCPCSRows.row("Z9001", text: "patient\u{92}s") + cut + "\u{1A}\r\n" + last)
        #expect(report.rejectCount == 0)
        #expect(try await code("Z9001")?.longDescriptor == "patient\u{2019}s")
        #expect(try await code("Z9002") != nil)
        #expect(try await code("Z9003") != nil)
    }

    /// A line behind a good one, where it is wrong, and why.
    private static let malformed: [(String, Int, String)] = [
        (HCPCSRows.row("Z9002", kind: "5"), 11, "kind of line"),
        (HCPCSRows.row("Z9002", sequence: "0x100"), 6, "sequence"),
        (HCPCSRows.row("z9002"), 1, "no code"), (HCPCSRows.row("Z 002"), 1, "no code"),
        (HCPCSRows.row("Y", kind: "7"), 1, "no modifier"), (HCPCSRows.row("Z9002", text: ""), 12, "empty"),
        (HCPCSRows.row("Z9002", references: "Z9001 Z90 "), 210, "cross reference"),
        (HCPCSRows.row("Z9002", added: "20201301"), 269, "no date"),
        (HCPCSRows.row("Z9002", last: "2026    "), 285, "no date"),
        (HCPCSRows.row("Z9002", added: "20200102", last: "20200101"), 285, "before the day added"),
        (HCPCSRows.row("Z9002", action: "x"), 293, "action"),
        (String(HCPCSRows.row("Z9002").dropLast(1)) + " \r\n", 321, "longer"),
        (String(HCPCSRows.row("Z9002").prefix(200)) + "\r\n", 201, "ends before column 293"),
        (String(HCPCSRows.row("Z9002").prefix(300)), 301, "breaks off"),
        (HCPCSRows.row("Z9001"), 1, "on line 1 already"), (HCPCSRows.more("Z9002", "text"), 1, "not the code before"),
        (HCPCSRows.more("Z9001", sequence: "00100", "text"), 6, "not above"),
        (HCPCSRows.more("Z9001", kind: "8", "text"), 1, "no modifier"),
    ]

    @Test("A malformed line is rejected with its place, and nothing is changed", arguments: malformed)
    func rejects(line: String, column: Int, reason: String) async throws {
        let error = try await #require(throws: CatalogError.self) { try await run(HCPCSRows.row("Z9001") + line) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == 2)
        #expect(error.location?.column == column)
        #expect(error.message.contains(reason), "\(error)")
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("A code is left out whole when one of its lines is malformed")
    func leftOutWhole() async throws {
        let broken =
            HCPCSRows.row("Z9002") + HCPCSRows.more("Z9002", sequence: "x", "bad") + HCPCSRows.more("Z9002", "good")
        let text =
            HCPCSRows.row("Z9001") + broken + HCPCSRows.row("Z9003", added: "x") + HCPCSRows.more("Z9003", "good")
        let report = try await run(text + HCPCSRows.row("Z9004"), rejects: 2)
        #expect(report.rejects.map(\.location.line) == [3, 5])
        #expect(report.written.added == 4, "two codes, and how each is covered")
        #expect(try await code("Z9004") != nil)
        #expect(try await absence("Z9002", on: "2026-02-01")?.reason == .unknownCode)
    }

    @Test("The release must be named, and a file of another kind is refused")
    func refusals() async throws {
        let file = try folder.write(HCPCSRows.file, to: "hcpcs.txt")
        let unnamed = try await #require(throws: CatalogError.self) {
            try await CatalogImporter(store: store).run(ImportRequest(format: "hcpcs", files: [file]))
        }
        #expect(unnamed.kind == .invalidArgument)
        let other = try await #require(throws: CatalogError.self) { try await run(OrderRows.pcs) }
        #expect(other.remedy.contains("icd10-pcs-order"))
        let request = ImportRequest(format: "aoc", files: [file])
        let error = try await #require(throws: CatalogError.self) {
            try await CatalogImporter(store: store).run(request)
        }
        #expect(error.remedy == "use --format hcpcs")
    }
}
