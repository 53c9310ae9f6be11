import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("Policies")
struct PoliciesFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("policies") }

    /// Two payers; one policy in two rows, because it says something of one code alone.
    static let table = """
        Payer,Number,Title,Codes,Type,URL,Jurisdictions,Effective,Retired,Coverage,Prior Authorization,Code Coverage
        A plan,1,Spine,cpt:0001Z; cpt:0003Z-0005Z,medical policy,https://example.org/1,NY;NJ,2024-01-01,,"Covered, mostly",Required,
        A plan,1,Spine,hcpcs:z9001,medical policy,https://example.org/1,NY;NJ,2024-01-01,,"Covered, mostly",Required,Not covered
        B plan,1,Hips,icd10cm:q99.98;cpt:0001Z,,,,2023-01-01,2024-07-01,,,

        """

    private func policies(_ system: CodeSystem, _ code: String, on date: String) async throws -> [Policy] {
        let key = try CodeKey(system: system, code: code)
        let day = try #require(CalendarDate(date))
        return try await format.store.read { reader throws(CatalogError) in
            try reader.policies(about: Code(key: key, longDescriptor: ""), on: day)
        }
    }

    @Test("Policies are found by their codes and ranges, on their days")
    func found() async throws {
        let report = try await format.run(Self.table, file: "plans.csv")
        #expect(report.rowsRead == 3 && report.rejectCount == 0)
        let found = try await policies(.cpt, "0001z", on: "2024-06-30")
        #expect(found.map { "\($0.payer) \($0.number)" } == ["A plan 1", "B plan 1"])
        #expect(found[0].jurisdictions == ["NY", "NJ"] && found[0].type == "medical policy")
        #expect(found[0].coverage == "Covered, mostly" && found[0].priorAuthorization == "Required")
        #expect(try await policies(.cpt, "0001Z", on: "2024-07-01").map(\.payer) == ["A plan"])
        #expect(try await policies(.cpt, "0001Z", on: "2023-12-31").map(\.payer) == ["B plan"])
        for (code, count) in [("0002Z", 0), ("0003Z", 1), ("0004Z", 1), ("0005Z", 1), ("0006Z", 0)] {
            #expect(try await policies(.cpt, code, on: "2025-01-01").count == count, "\(code)")
        }
        #expect(try await policies(.hcpcs, "Z9001", on: "2025-01-01").map(\.coverage) == ["Not covered"])
        #expect(try await policies(.icd10CM, "Q99.98", on: "2024-01-01").map(\.payer) == ["B plan"])
        let again = try await format.run(Self.table, file: "plans.csv")
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("A new file replaces the policies of the payers it names, however they are spelled, and of no others")
    func replacement() async throws {
        _ = try await format.run(Self.table)
        _ = try await format.run("payer,number,title,codes\nA PLAN,2,Knees,cpt:0001Z\n")
        #expect(try await policies(.cpt, "0001Z", on: "2024-06-30").map(\.number) == ["2", "1"])
        #expect(try await policies(.cpt, "0003Z", on: "2024-06-30").isEmpty)
    }

    @Test("With --effective the edition before stays for its days")
    func editions() async throws {
        _ = try await format.run("payer,number,title,codes\nA plan,1,Old,cpt:0001Z\n") {
            $0.effective = CalendarDate("2024-01-01")
        }
        _ = try await format.run("payer,number,title,codes\nA plan,2,New,cpt:0001Z\n") {
            $0.effective = CalendarDate("2025-01-01")
        }
        for (day, titles) in [("2023-12-31", []), ("2024-12-31", ["Old"]), ("2025-01-01", ["New"])] {
            #expect(try await policies(.cpt, "0001Z", on: day).map(\.title) == titles, "\(day)")
        }
    }

    @Test(
        "A row that cannot be right is rejected with line and column",
        arguments: [
            ("A,1,,cpt:0001Z,", "title is empty", 5), ("A,1,T,0001Z,", "is no code", 7),
            ("A,1,T,,", "names no code", 7), ("A,1,T,cpt:0009Z-0001Z,", "is no range", 7),
            ("A,1,T,cpt:0001Z-0002T,", "is no range", 7), ("A,1,T,cpt:0001Z-0002Z;cpt:0002Z,", "named twice", 7),
            ("A,1,T,loinc:2345-7,", "is no code", 7), ("A,1,T,cpt:0001Z,2024-02-30", "is no date", 17),
            ("A,1,T,cpt:0001Z", "4 fields, not 5", nil),
        ] as [(String, String, Int?)])
    func rejects(row: String, words: String, column: Int?) async throws {
        let error = try await format.failure("payer,number,title,codes,effective\nA,0,T,cpt:0001Z,\n\(row)\n")
        #expect(error.message.contains(words), "\(error)")
        #expect(error.location?.line == 3 && error.location?.column == column)
    }

    @Test("Two rows of one policy that contradict each other are rejected, and so is a field that is too long")
    func contradiction() async throws {
        let head = "payer,number,title,codes\nA,1,T,cpt:0001Z\n"
        #expect(try await format.failure(head + "A,1,U,cpt:0002Z\n").location?.line == 3)
        let long = String(repeating: "x", count: PolicyRow.fieldByteCountMax + 1)
        #expect(try await format.failure(head + "A,2,\(long),cpt:0002Z\n").message.contains("bytes"))
    }

    @Test("A range with no end in sight is refused before it is made")
    func hugeLists() async throws {
        let ranges = "ABCDEFGHJKLM".map { "hcpcs:\($0)0000-\($0)9999" }
        let error = try await format.failure(
            "payer,number,title,codes\nA,1,T,\(ranges.joined(separator: ";"))\n")
        #expect(error.message.contains("more than \(CodeList.countMax) codes"))
    }

    @Test(
        "A header that is not right says what is",
        arguments: [
            ("payer,numbr,title,codes", "the header has a column 'numbr'; is it number?"),
            ("payer,number,title,codes,prior auth", "the header has a column 'prior auth'; is it prior_authorization?"),
            ("payer,number,title,codes,zzz", "use payer,number,title,codes,type"),
            ("payer,number,title,codes,", "a column of the header has no name"),
            ("payer,number,title,codes,Title", "the header has the column title twice"),
            ("payer,number,title", "the header lacks the column codes"), ("", "the file is empty"),
            ("term,code", "this looks like a table of synonyms; use --format synonyms"),
        ])
    func headers(header: String, words: String) async throws {
        let error = try await format.failure(header.isEmpty ? "" : header + "\nA,1,T,cpt:0001Z\n")
        #expect(error.description.contains(words), "\(error)")
    }
}
