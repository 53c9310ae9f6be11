import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("CPT data files")
struct CPTFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
        try FileManager.default.createDirectory(atPath: folder.path("lists"), withIntermediateDirectories: true)
    }

    /// Imports files with these names and texts.
    private func run(
        _ texts: KeyValuePairs<String, String>, release: String? = "2026", rejects: Int = 0
    ) async throws -> ImportReport {
        let files = try texts.map { try folder.write($0.value, to: $0.key) }
        return try await importing(files, release: release, rejects: rejects)
    }

    private func importing(_ files: [String], release: String? = "2026", rejects: Int = 0) async throws -> ImportReport
    {
        try await CatalogImporter(store: store).run(
            ImportRequest(format: "cpt", files: files, release: release, rejectCountMax: rejects))
    }

    private func code(_ code: String, on date: String = "2026-01-01") async throws -> Code? {
        let key = CodeKey(system: .cpt, canonical: code)
        let answer = try await store.lookUp([key], asOf: #require(CalendarDate(date)), view: .full).answers[0]
        if case .found(let found) = answer { return found } else { return nil }
    }

    @Test("All files make one listing of each code")
    func allFiles() async throws {
        let report = try await run([
            "ClinicianDescriptor.txt": CPTTexts.clinician, "SHORTU.txt": CPTTexts.short, "LONGULT.txt": CPTTexts.long,
            "MEDU.txt": CPTTexts.medium, "ConsumerDescriptor.txt": CPTTexts.consumer,
        ])
        #expect(report.rejectCount == 0)
        #expect(report.notes.isEmpty)
        #expect(report.rowsRead == 11)
        #expect(report.written.added == 2)
        let code = try #require(try await code("00A1B"))
        #expect(code.longDescriptor == "Invented procedure on a thing, with the other thing (first)")
        #expect(code.shortDescriptor == "INVENTED PX FIRST")
        #expect(code.consumerDescriptor == "Something is done to a thing")
        #expect(code.clinicianDescriptors == ["Thing procedure", "Another name of the thing's procedure – β"])
        #expect(code.descriptorOrigin == .official)
        #expect(code.period == ValidityPeriod(effective: CalendarDate("2026-01-01")))
        #expect(code.release?.label == "2026")
        #expect(try await self.code("0A01T")?.clinicianDescriptors == ["Second procedure"])
        #expect(try await self.code("00A1B", on: "2025-12-31") == nil)
    }

    @Test("The same files again change nothing, in any order; the next release ends what it no longer lists")
    func releases() async throws {
        _ = try await run(["LONGULT.txt": CPTTexts.long, "SHORTU.txt": CPTTexts.short])
        let again = try await run(["SHORTU.txt": CPTTexts.short, "LONGULT.txt": CPTTexts.long])
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let next = try await run(["LONGULT.txt": "00A1B\tNew wording\n"], release: "2027")
        #expect(next.written.terminated == 1)
        #expect(try await code("0A01T", on: "2026-12-31") != nil)
        #expect(try await code("0A01T", on: "2027-01-01") == nil)
        #expect(try await code("00A1B", on: "2026-12-31")?.shortDescriptor == "INVENTED PX FIRST")
        #expect(try await code("00A1B", on: "2027-01-01")?.longDescriptor == "New wording")
    }

    @Test("A folder is searched, its folders too, and other files in it are left alone")
    func wholeFolder() async throws {
        for name in ["Consumer Friendly Descriptors", "standard"] {
            try FileManager.default.createDirectory(
                atPath: folder.path("release/\(name)"), withIntermediateDirectories: true)
        }
        _ = try folder.write(CPTTexts.long, to: "release/standard/longult.TXT")
        _ = try folder.write(CPTTexts.long.uppercased(), to: "release/standard/LONGUT.txt")
        _ = try folder.write(CPTTexts.consumer, to: "release/Consumer Friendly Descriptors/ConsumerDescriptor.txt")
        _ = try folder.write("%PDF", to: "release/ReadMe.pdf")
        let report = try await importing([folder.path("release")])
        #expect(report.written.added == 2)
        #expect(try await code("00A1B")?.consumerDescriptor == "Something is done to a thing")
    }

    @Test("The medium descriptor is the short one where there is none")
    func mediumAlone() async throws {
        _ = try await run(["MEDU.txt": CPTTexts.medium, "LONGULT.txt": CPTTexts.long])
        #expect(try await code("0A01T")?.shortDescriptor == "SECOND INVENTED PROCEDURE")
    }

    @Test("Codes that the files do not agree on are noted, and the list of codes stands")
    func disagreements() async throws {
        let report = try await run([
            "LONGULT.txt": CPTTexts.long, "SHORTU.txt": "00A1B ONE\r\n00A9B NINE\r\n00A8B EIGHT\r\n",
            "ConsumerDescriptor.txt": CPTTexts.consumer,
        ])
        let notes = report.notes.map { String($0.split(separator: "/").last ?? "") }
        #expect(
            notes == [
                "SHORTU.txt has 2 codes that the list of codes has not, the first 00A8B",
                "SHORTU.txt lacks 1 of the codes listed, the first 0A01T",
            ])
        #expect(try await code("00A8B") == nil)
        #expect(try await code("0A01T")?.shortDescriptor == "")
    }

    private static let malformed: [(String, String, Int, Int?, String)] = [
        ("LONGULT.txt", "00A1B\tone\n00A2B two\n", 2, 6, "no tab"),
        ("LONGULT.txt", "00A1B\tone\n00a2B\ttwo\n", 2, 1, "begin with a code"),
        ("LONGULT.txt", "00A1B\tone\nZ9001\ttwo\n", 2, 1, "begin with a code"),
        ("LONGULT.txt", "00A1B\tone\n00A2B\t \n", 2, 7, "empty"),
        ("LONGULT.txt", "00A1B\tone\n00A2B\ttwo\tthree\n", 2, 10, "tab"),
        ("LONGULT.txt", "00A1B\tone\n00A2B\ttwo", 2, 10, "breaks off"),
        ("LONGULT.txt", "00A1B\tone\n00A1B\ttwo\n", 2, 1, "already"),
        ("MEDU.txt", "00A1B\tTAB\n00A1B X\n", 2, nil, ""),
        ("SHORTU.txt", "00A1B " + String(repeating: "X", count: 29) + "\n", 1, 35, "28 columns"),
        ("SHORTU.txt", "00A1B  \n", 1, 7, "empty"), ("SHORTU.txt", "00A1B X\n00A1B Y\n", 2, 1, "already"),
        ("ConsumerDescriptor.txt", "Concept Id\tCode\tConsumer Friendly Descriptor\n", 1, nil, "CPT Code"),
        ("ConsumerDescriptor.txt", CPTTexts.consumerHeader + "1\t00a1B\ttext\n", 2, 3, "no CPT code"),
        ("ConsumerDescriptor.txt", CPTTexts.consumerHeader + "1\t00A1B\t\n", 2, 9, "empty"),
        ("ConsumerDescriptor.txt", CPTTexts.consumerHeader + "1\t00A1B\n", 2, nil, "2 fields"),
        ("ConsumerDescriptor.txt", CPTTexts.consumerHeader + "1\t00A1B\tx\n1\t00A1B\ty\n", 3, nil, "already"),
        ("ClinicianDescriptor.txt", "\n", 0, nil, "no header"),
    ]

    @Test("A malformed line is rejected with its place, and nothing is changed", arguments: malformed)
    func rejects(name: String, text: String, line: Int, column: Int?, reason: String) async throws {
        let list = try folder.write(CPTTexts.long, to: "lists/LONGULT.txt")
        let file = try folder.write(text, to: name)
        let error = try await #require(throws: CatalogError.self) {
            try await importing(name == "LONGULT.txt" ? [file] : [list, file])
        }
        #expect(error.kind == .rejected)
        #expect(error.location?.file == file)
        if reason.isEmpty { return }
        #expect(error.location?.line ?? 0 == line)
        #expect(error.location?.column == column)
        #expect(error.message.contains(reason), "\(error)")
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test("The rows begin behind a blank line, however long the notice is")
    func notices() async throws {
        let digits = "A notice,\n60611\tand more of it\n\nanother part of it\n\n00A1B\tone\n"
        #expect(try await run(["LONGULT.txt": digits]).written.added == 1)
        let long = String(repeating: "A line of the notice.\n", count: 199) + "\n00A1B\tone\n00A2B\ttwo\n"
        #expect(try await run(["LONGULT.txt": long]).written.added == 1)
        let unbroken = try await #require(throws: CatalogError.self) {
            try await run(["LONGULT.txt": "A notice,\n00A1B\tone\n00A2B\ttwo\n"])
        }
        #expect(unbroken.message.contains("blank line"))
        let endless = String(repeating: "A line of the notice.\n", count: 201)
        let error = try await #require(throws: CatalogError.self) { try await run(["LONGULT.txt": endless]) }
        #expect(error.location?.line == 201)
    }

    @Test("What is missing, unknown or there twice is named")
    func files() async throws {
        let missing = try await #require(throws: CatalogError.self) { try await run(["SHORTU.txt": CPTTexts.short]) }
        #expect(missing.message.contains("LONGULT.txt is missing"))
        let unknown = try await #require(throws: CatalogError.self) { try await run(["codes.txt": CPTTexts.long]) }
        #expect(unknown.remedy.contains("LONGULT.txt, MEDU.txt"))
        let other = try folder.write(CPTTexts.long, to: "lists/LONGULT.txt")
        let twice = try await #require(throws: CatalogError.self) {
            try await importing([try folder.write(CPTTexts.long, to: "LONGULT.txt"), other])
        }
        #expect(twice.location?.file == other)
        let undated = try await #require(throws: CatalogError.self) { try await importing([other], release: nil) }
        #expect(undated.kind == .invalidArgument)
        let kind = try await #require(throws: CatalogError.self) { try await run(["LONGULT.txt": OrderRows.pcs]) }
        #expect(kind.remedy.contains("icd10-pcs-order"))
    }
}

/// The files of a small CPT release in the AMA's layouts, with codes that do not exist and wordings of our own.
enum CPTTexts {
    private static let notice = "A notice of the owner,\r\nof several lines.\r\n\r\nIts second part.\r\n\r\n"

    static let long =
        notice + "00A1B\tInvented procedure on a thing, with the other thing (first)\r\n"
        + "0A01T\tSecond invented procedure\r\n"
    static let medium =
        "One line.\r\n\r\n00A1B INVENTED PROCEDURE ON A THING, FIRST           \r\n0A01T SECOND INVENTED PROCEDURE\r\n"
    static let short = notice + "00A1B INVENTED PX FIRST\r\n0A01T INVENTED PX SECOND\r\n"
    static let consumerHeader = "Concept Id\tCPT Code\tConsumer Friendly Descriptor\r\n"
    static let consumer =
        consumerHeader + "1\t0A01T\tSomething else is done\r\n2\t00A1B\tSomething is done to a thing\r\n"
    static let clinician =
        "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor\r\n1\t00A1B\t10\tThing procedure\r\n"
        + "2\t0A01T\t11\tSecond procedure\r\n1\t00A1B\t12\tAnother name of the thing's procedure – β\r\n"
}
