import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Pair edits")
struct PairEditFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(_ files: [String], _ change: (inout ImportRequest) -> Void = { _ in }) async throws -> ImportReport
    {
        var request = ImportRequest(format: "ncci-ptp", files: files)
        change(&request)
        return try await CatalogImporter(store: store).run(request)
    }

    private func pairs(
        _ codes: [String], on date: String, _ setting: EditSetting = .practitioner
    ) async throws -> [SourcedFact<PairEdit>] {
        let keys = try codes.map { try #require(ProcedureCode.key($0)) }
        let day = try #require(CalendarDate(date))
        return try await store.read { reader throws(CatalogError) in
            try reader.facts(.among(keys, setting: setting).on(day))
        }
    }

    @Test("Rows below any preamble become edits, on the days up to the deletion date and on that one")
    func rows() async throws {
        let file = try folder.write(PairEditRows.file, to: "ccipra-f1.txt")
        let report = try await run([file])
        #expect(report.rejectCount == 0)
        #expect(report.written.added == 4)
        let expected: [(String, [PairEdit.ModifierIndicator])] = [
            ("2009-12-31", []), ("2010-01-01", [.notAllowed]), ("2011-12-31", [.notAllowed]),
            ("2012-01-01", []), ("2013-01-01", [.allowed]), ("2030-01-01", [.allowed]),
        ]
        for (date, indicators) in expected {
            let found = try await pairs(["00A1B", "00A2B"], on: date).map(\.value.modifierIndicator)
            #expect(found == indicators, "\(date)")
        }
        let hcpcs = try #require(try await pairs(["Z0001", "00A1B"], on: "1999-01-01").first)
        #expect(hcpcs.value.column2.system == .hcpcs)
        #expect(hcpcs.value.predates1996)
        #expect(hcpcs.value.rationale == "CPT \u{201C}separate procedure\u{201D} – definition")
        #expect(hcpcs.edition.files == ["ccipra-f1.txt"])
        let void = try await pairs(["00A3B", "00A1B"], on: "2014-05-05")
        #expect(void.map(\.value.modifierIndicator) == [.notApplicable])
    }

    @Test("All files of a quarter are one edition; the next quarter ends what it no longer lists")
    func quarters() async throws {
        let rows = ["00A1B\t00A2B\t\t20200101\t*\t1\tr\r\n", "00A1B\t00A3B\t\t20200101\t*\t0\tr\r\n"]
        let files = try rows.enumerated().map { try folder.write($1, to: "ccipra-f\($0).txt") }
        _ = try await run(files) { $0.release = "2025Q1" }
        let again = try await run(files.reversed()) { $0.release = "2025Q1" }
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let next = try await run([files[0]]) { $0.release = "2025Q2" }
        #expect(next.written.unchanged == 1)
        #expect(next.written.terminated == 1)
        #expect(try await pairs(["00A1B", "00A3B"], on: "2025-03-31").count == 1)
        #expect(try await pairs(["00A1B", "00A3B"], on: "2025-04-01").isEmpty)
        #expect(try await pairs(["00A1B", "00A2B"], on: "2024-12-31").isEmpty, "no edition is loaded for that day")
        let kept = try #require(try await pairs(["00A1B", "00A2B"], on: "2025-04-01").first)
        #expect(kept.edition.label == "2025Q2")
        #expect(kept.value.period.effective == CalendarDate("2020-01-01"))
    }

    @Test("Each setting has edits of its own, told by the file's name or the option")
    func settings() async throws {
        let hospital = try folder.write("00A1B\t00A2B\t\t20200101\t*\t1\tr\n", to: "ccioph-f1.txt")
        let plain = try folder.write("00A1B\t00A3B\t\t20200101\t*\t1\tr\n", to: "edits.txt")
        _ = try await run([hospital])
        _ = try await run([plain]) { $0.setting = .practitioner }
        #expect(try await pairs(["00A1B", "00A2B"], on: "2025-01-01", .outpatientHospital).count == 1)
        #expect(try await pairs(["00A1B", "00A2B"], on: "2025-01-01").isEmpty)
        #expect(try await pairs(["00A1B", "00A3B"], on: "2025-01-01").count == 1)
        await #expect(throws: CatalogError.self) { try await run([plain]) { $0.setting = .dmeSupplier } }
        await #expect(throws: CatalogError.self) { try await run([plain, hospital]) }
    }

    @Test(
        "A malformed row is rejected with its place, and nothing is changed",
        arguments: [
            ("00A1B\t00A2B\t\t20200101\t*\t2\tr\n", 25), ("00A1B\t00A2B\tx\t20200101\t*\t1\tr\n", 13),
            ("00A1B\t00A2B\t\t20201301\t*\t1\tr\n", 14), ("00A1B\t00A2B\t\t20200101\tsoon\t1\tr\n", 23),
            ("00A1B\t00A2B\t\t20200101\n", 22), ("20200101\t*\t00A1B\t00A2B\t\t1\tr\n", 1),
            ("00A1B\t00A2B\t\t20200101\t*\t1\tr", 28), ("00A1B\t00A2B\t\t20200101\t*\t1\t\u{01}\u{81}\n", nil),
        ])
    func rejects(row: String, column: Int?) async throws {
        let good = "00A1B\t00A9B\t\t20200101\t*\t1\tr\n"
        let bytes = Array((good + row).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        let file = try folder.write(bytes, to: "edits.txt")
        let error = try await #require(throws: CatalogError.self) { try await run([file]) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == 2)
        if let column { #expect(error.location?.column == column) }
        #expect(try await store.revision() == Revision(rawValue: 0))
        let tolerant = try await run([file]) { $0.rejectCountMax = 1 }
        #expect(tolerant.written.added == 1)
        #expect(tolerant.rejectCount == 1)
    }

    @Test("A file of another kind is refused")
    func otherFile() async throws {
        let file = try folder.write(OrderRows.pcs, to: "order.txt")
        let error = try await #require(throws: CatalogError.self) { try await run([file]) }
        #expect(error.remedy.contains("icd10-pcs-order"))
    }
}

/// A file of pair edits laid out as CMS lays them out, in Windows code page 1252, with codes that do not exist.
enum PairEditRows {
    /// A few rows without preamble.
    static let plain =
        "00A1B\t00A2B\t\t20100101\t20111231\t0\tr\n00A1B\t00A3B\t*\t19960101\t*\t1\ts\n"

    static let file: [UInt8] = {
        let text = """
            CPT codes and descriptors are copyright of their owner.\t\t\t\t\t\t
            \t\t\t\t\t\t
            Column 1/Column 2 Edits\t\t\t\t\t\t
            Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
            \t\tprior to 1996\tDate\tDate\t0=not allowed\t
            00A1B\t00A2B\t\t20100101\t20111231\t0\tStandards
            00A1B\t00A2B\t \t20130101\t*\t1\tStandards
            00A1B\tZ0001\t*\t19960101\t*\t0\tCPT \u{93}separate procedure\u{94} \u{96} definition
            00A1B\t00A3B\t\t20140505\t20140505\t9\t

            """
        return text.unicodeScalars.flatMap { scalar -> [UInt8] in
            scalar == "\n" ? [0x0D, 0x0A] : [UInt8(truncatingIfNeeded: scalar.value)]
        }
    }()
}
