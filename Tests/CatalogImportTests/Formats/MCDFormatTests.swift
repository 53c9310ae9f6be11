import CatalogModel
import CatalogStore
import TestSupport
import Testing

@testable import CatalogImport

@Suite("Medicare Coverage Database")
struct MCDFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("mcd") }

    private func run(_ downloads: [(name: String, bytes: [UInt8])]) async throws -> ImportReport {
        let files = try downloads.map { try format.folder.write($0.bytes, to: $0.name) }
        return try await CatalogImporter(store: format.store).run(ImportRequest(format: "mcd", files: files))
    }

    private func runAll() async throws -> ImportReport {
        try await run([
            ("all_lcd.zip", MCDDownload.lcds), ("all_article.zip", MCDDownload.articles), ("ncd.zip", MCDDownload.ncds),
        ])
    }

    private func policies(_ system: CodeSystem, _ code: String, on date: String) async throws -> [Policy] {
        let key = try CodeKey(system: system, code: code)
        let day = try #require(CalendarDate(date))
        return try await format.store.read { reader throws(CatalogError) in
            try reader.policies(about: Code(key: key, longDescriptor: ""), on: day)
        }
    }

    private func names(_ system: CodeSystem, _ code: String, on date: String) async throws -> [String] {
        try await policies(system, code, on: date).map { "\($0.payer): \($0.number)" }.sorted()
    }

    @Test("Codes of articles are codes of the LCDs and NCDs they lead to, on the days of both")
    func joins() async throws {
        let report = try await runAll()
        #expect(report.rejectCount == 0)
        let (alpha, beta) = ("Alpha Medicare, LLC", "Beta Medicare & Sons")
        #expect(try await names(.hcpcs, "Z9001", on: "2019-12-31") == [])
        #expect(try await names(.hcpcs, "Z9001", on: "2020-01-01") == ["\(alpha): A80001", "\(alpha): L90001"])
        #expect(try await names(.hcpcs, "Z9001", on: "2022-12-31") == ["\(alpha): A80001", "\(alpha): L90001"])
        #expect(
            try await names(.hcpcs, "Z9001", on: "2023-01-01")
                == ["\(alpha): A80001", "\(alpha): L90001", "\(beta): L90001"])
        #expect(try await names(.hcpcs, "Z9002", on: "2023-12-31") == [])
        let national = "Centers for Medicare & Medicaid Services: 999.1"
        #expect(
            try await names(.hcpcs, "Z9002", on: "2024-01-01")
                == ["\(alpha): A80001", "\(alpha): L90001", "\(beta): L90001", national])
        #expect(
            try await names(.icd10CM, "Q99.92", on: "2024-01-01")
                == ["\(alpha): A80001", "\(alpha): L90001", "\(beta): L90001"], "diagnoses are the contractors'")
        let again = try await runAll()
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("Codes that stand in an LCD itself end when it is retired; drafts say nothing")
    func ownCodes() async throws {
        _ = try await runAll()
        #expect(try await names(.hcpcs, "Z9003", on: "2021-06-30") == ["Beta Medicare & Sons: L90002"])
        #expect(try await names(.hcpcs, "Z9003", on: "2021-07-01") == [])
    }

    @Test("What an article says of a diagnosis is said of it alone")
    func necessity() async throws {
        _ = try await runAll()
        for (code, day, words) in [
            ("Q99.91", "2023-06-01", "Supports medical necessity."),
            (
                "Q99.91", "2024-06-01",
                "Supports medical necessity in some groups of the article, and does not in others."
            ),
            ("Q99.92", "2024-06-01", "Supports medical necessity."),
            ("Q99.93", "2024-06-01", "Does not support medical necessity."),
        ] {
            let found = try await policies(.icd10CM, code, on: day)
            #expect(found.first { $0.type == "article" }?.coverage == words)
            #expect(found.first { $0.type == "LCD" }?.coverage.contains("text") == (day < "2023"), "\(code) \(day)")
        }
    }

    @Test("A document has its title, address and states, and an excerpt of its text without markup")
    func document() async throws {
        _ = try await runAll()
        let found = try await policies(.hcpcs, "Z9001", on: "2023-06-01")
        let policy = try #require(found.first { $0.number == "L90001" && $0.payer == "Alpha Medicare, LLC" })
        #expect(policy.title == "Grafts – imaginary")
        #expect(policy.url == "https://www.cms.gov/medicare-coverage-database/view/lcd.aspx?lcdid=90001&ver=2")
        #expect(policy.jurisdictions == ["CT", "NY", "RI"])
        #expect(policy.period == ValidityPeriod(effective: CalendarDate("2023-01-01")))
        #expect(policy.coverage.hasPrefix("Grafts, if needed.\nGrafts are discussed at length.\n"))
        #expect(policy.coverage.hasSuffix("…") && policy.coverage.utf8.count <= MCDLibrary.excerptByteCountMax)
        let beta = try #require(found.first { $0.payer == "Beta Medicare & Sons" })
        #expect(beta.jurisdictions == ["TX"])
    }

    @Test("The report says what was left out")
    func notes() async throws {
        let report = try await runAll()
        #expect(
            report.notes == [
                "1 versions of documents are drafts or have no first day, and are left out",
                "article_x_hcpc_code: 1 rows name what is no code, and are left out",
                "there is no table article_x_icd10_pcs_code, so nothing of it is known",
            ])
    }

    @Test("A table that a download lacks is noted")
    func missingTable() async throws {
        var tables = MCDDownload.articleTables
        tables["article_x_hcpc_code"] = nil
        let report = try await run([("all_article.zip", MCDDownload.archive("all_article", tables))])
        #expect(report.notes.contains("there is no table article_x_hcpc_code, so nothing of it is known"))
    }

    @Test("It makes no difference how the downloads are packed")
    func packing() async throws {
        let bundle = StoredZip.archive([
            ("all_lcd.zip", MCDDownload.lcds), ("all_article.zip", MCDDownload.articles), ("ncd.zip", MCDDownload.ncds),
        ])
        _ = try await run([("everything.zip", bundle)])
        #expect(try await names(.hcpcs, "Z9002", on: "2024-01-01").count == 4)
    }

    @Test("National documents alone replace national ones, and leave the contractors' alone")
    func parts() async throws {
        _ = try await run([("a.zip", MCDDownload.lcds), ("b.zip", MCDDownload.articles)])
        let local = try await names(.hcpcs, "Z9002", on: "2024-01-01")
        #expect(local.count == 3)
        _ = try await run([("ncd.zip", MCDDownload.ncds)])
        #expect(try await names(.hcpcs, "Z9002", on: "2024-01-01") == local)
    }

    @Test("A malformed row is named by archive, table and line")
    func rejects() async throws {
        let tables = [
            "ncd_trkg":
                "NCD_id,NCD_vrsn_num,NCD_mnl_sect_title,NCD_efctv_dt\n70,1,Title,2019-05-01\nX,1,Title,2019-13-01\n"
        ]
        let error = try await #require(throws: CatalogError.self) {
            try await run([("ncd.zip", MCDDownload.archive("ncd", tables))])
        }
        #expect(error.location?.file == format.folder.path("ncd.zip/ncd_csv.zip/ncd_trkg.csv"))
        #expect(error.location?.line == 3 && error.message.contains("NCD_efctv_dt holds no date"))
    }

    @Test(
        "What holds no documents is refused",
        arguments: [
            (["contractor": "contractor_id\n1\n"], "no table of documents"),
            (["lcd": "lcd_id,title\n1,x\n"], "lacks one of the columns lcd_id, lcd_version"), (["lcd": ""], "lacks"),
        ])
    func refused(tables: [String: String], words: String) async throws {
        let error = try await #require(throws: CatalogError.self) {
            try await run([("all_lcd.zip", MCDDownload.archive("all_lcd", tables))])
        }
        #expect(error.description.contains(words), "\(error)")
        #expect(error.kind == .rejected)
    }

    @Test("Sections that two documents share do not make one of them")
    func sharedSections() async throws {
        let tables = [
            "ncd_trkg": "NCD_id,NCD_vrsn_num,NCD_mnl_sect,NCD_mnl_sect_title,NCD_efctv_dt\n"
                + "70,1,999.1,One,2019-05-01\n71,1,999.1,Other,2019-05-01\n"
        ]
        #expect(try await run([("ncd.zip", MCDDownload.archive("ncd", tables))]).written.added == 2)
    }

    @Test("Damaged archives and tables end in an error with a place, and change nothing", arguments: 0..<60)
    func damage(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var bytes = MCDDownload.articles
        if seed.isMultiple(of: 2) {
            damage(&bytes, &random)
        } else {
            var tables = MCDDownload.articleTables
            let name = try #require(tables.keys.sorted().randomElement(using: &random))
            var table = Array(try #require(tables[name]).utf8)
            damage(&table, &random)
            tables[name] = String(String.UnicodeScalarView(table.map { Unicode.Scalar($0) }))
            bytes = MCDDownload.archive("all_article", tables)
        }
        let file = try format.folder.write(bytes, to: "damaged.zip")
        do throws(CatalogError) {
            _ = try await CatalogImporter(store: format.store).run(ImportRequest(format: "mcd", files: [file]))
        } catch {
            #expect(error.kind == .rejected, "\(error)")
            #expect(error.location?.file.hasPrefix(file) == true, "\(error)")
            let revision = try await format.store.revision()
            #expect(revision == Revision(rawValue: 0))
        }
    }

    /// Cuts bytes out or off, or changes some.
    private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(start...)
            case 1: bytes.removeSubrange(start..<min(bytes.count, start + 20))
            default: bytes[start] = UInt8.random(in: 1...255, using: &random)
            }
        }
    }
}
