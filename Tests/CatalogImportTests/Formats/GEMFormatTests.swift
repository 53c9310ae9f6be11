import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("General Equivalence Mappings")
struct GEMFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("gems") }

    /// Procedures from ICD-9-CM: alone, exact, none, and two scenarios with a choice list.
    static let forward = """
        9990  ZZ10XZA 10000
        9991  ZZ10XZB 00000
        9992  NoPCS   11000
        9993  ZZ10XZA 10111
        9993  0Z10XZB 10112
        9993  0Z10XZC 10112
        9993  0Z10XZD 10121
        999   0Z10XZE 10000

        """
    /// Procedures to ICD-9-CM.
    static let backward = "ZZ10XZA 9990  10000\n0Z10XZB 9991  00000\n0Z10XZC NoPCS 11000\n"
    /// Diagnoses in both directions.
    static let diagnoses = "999   QX00    10000\nV9999 QX0100A 10000\nE9999 NoDx    11000\nE999  NODX    11000\n"
    static let diagnosesBack = "QX00    99999 10000\nQX0100A E9999 00000\nQX0100D NoDx  11000\n"

    private func targets(_ system: CodeSystem, _ code: String, in target: CodeSystem) async throws -> [String] {
        try await format.facts(.of(CodeKey(system: system, canonical: code), in: target)).map {
            let entry = $0.value
            return "\(entry.target?.code ?? "none") \(entry.relation.rawValue) \(entry.isCombination) "
                + "\(entry.scenario)/\(entry.choiceList)"
        }
    }

    @Test("Counterparts keep their flags: approximate, none, and combinations of several codes")
    func procedures() async throws {
        let report = try await format.run(Self.forward)
        #expect(report.rowsRead == 8)
        #expect(report.written.added == 8)
        #expect(report.written.unresolved == 8)
        #expect(try await targets(.icd9PCS, "9990", in: .icd10PCS) == ["ZZ10XZA relatedTo false 0/0"])
        #expect(try await targets(.icd9PCS, "9991", in: .icd10PCS) == ["ZZ10XZB equivalent false 0/0"])
        #expect(try await targets(.icd9PCS, "9992", in: .icd10PCS) == ["none notRelatedTo false 0/0"])
        #expect(
            try await targets(.icd9PCS, "9993", in: .icd10PCS) == [
                "ZZ10XZA relatedTo true 1/1", "0Z10XZB relatedTo true 1/2", "0Z10XZC relatedTo true 1/2",
                "0Z10XZD relatedTo true 2/1",
            ])
        #expect(try await targets(.icd9PCS, "999", in: .icd10PCS) == ["0Z10XZE relatedTo false 0/0"])
        #expect(try await targets(.icd9PCS, "9994", in: .icd10PCS) == [])
        #expect(try await format.run(Self.forward).written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("The four mappings stand side by side, and the codes tell which a file is, whatever its name")
    func directions() async throws {
        for text in [Self.forward, Self.backward, Self.diagnoses, Self.diagnosesBack] { _ = try await format.run(text) }
        let icd9 = CodeSystem(uri: "http://hl7.org/fhir/sid/icd-9-cm/diagnosis")
        #expect(try await targets(.icd9PCS, "9990", in: .icd10PCS) == ["ZZ10XZA relatedTo false 0/0"])
        #expect(try await targets(.icd10PCS, "ZZ10XZA", in: .icd9PCS) == ["9990 relatedTo false 0/0"])
        #expect(try await targets(.icd10PCS, "0Z10XZC", in: .icd9PCS) == ["none notRelatedTo false 0/0"])
        #expect(try await targets(icd9, "999", in: .icd10CM) == ["QX00 relatedTo false 0/0"])
        #expect(try await targets(icd9, "V99.99", in: .icd10CM) == ["QX0100A relatedTo false 0/0"])
        #expect(try await targets(icd9, "E999.9", in: .icd10CM) == ["none notRelatedTo false 0/0"])
        #expect(try await targets(icd9, "E999", in: .icd10CM) == ["none notRelatedTo false 0/0"])
        #expect(try await targets(.icd10CM, "QX00", in: icd9) == ["999.99 relatedTo false 0/0"])
        #expect(try await targets(.icd10CM, "QX0100A", in: icd9) == ["E999.9 equivalent false 0/0"])
    }

    @Test("Where the codes may be both, the name tells, and without one the file is refused")
    func ambiguous() async throws {
        let row = "9990  Z010XZA 10000\n"
        let error = try await format.failure(row)
        #expect(error.message == "the codes may be diagnoses as well as procedures")
        _ = try await format.run(row, file: "gem_i9pcs.txt")
        #expect(try await targets(.icd9PCS, "9990", in: .icd10PCS).count == 1)
        _ = try await format.run(row, file: "2018_I9gem.txt")
        #expect(try await targets(GEMDirection.icd9Diagnoses, "999.0", in: .icd10CM).count == 1)
    }

    @Test(
        "A malformed row is refused with its column, and so is one of another direction or of other codes",
        arguments: [
            ("9990  0Z10XZA 1000", 19), ("9990  0Z10XZA 100000", 21), ("999010Z10XZA  10000", 6),
            ("9990  0Z10XZAA10000", 14), ("9990  0Z10XZA 20000", 15), ("9990  0Z10XZA 11000", 16),
            ("9990  NoPCS   10000", 16), ("9990  NoPCS   1x000", 16), ("9990  0Z10XZA 10200", 17),
            ("9990  0Z10XZA 100x0", 18), ("9990  0Z10XZA 1000-", 19), ("99x0  0Z10XZA 10000", 1),
            ("9     0Z10XZA 10000", 1), ("9990  0Z10XZ  10000", 7), ("9990  0Z10XZO 10000", 7),
            ("0Z10XZA 9990  10000", 6), ("9990  NoDx    11000", 7), ("9990  QX0     10000", 7),
        ])
    func rejects(row: String, column: Int) async throws {
        let error = try await format.failure(String(repeating: Self.forward, count: 3) + row + "\n")
        #expect(error.location?.line == 25)
        #expect(error.location?.column == column, "\(error)")
    }

    @Test("A file that breaks off in its last row is refused")
    func truncated() async throws {
        for count in 1..<20 {
            let error = try await format.failure(String(Self.forward.dropLast(count)))
            #expect(error.location?.line == 8)
        }
        #expect(try await format.run(Self.forward.replacing("\n", with: "\r\n")).written.added == 8)
    }

    @Test("One direction's next issue leaves the others alone")
    func scopes() async throws {
        _ = try await format.run(Self.forward)
        _ = try await format.run(Self.backward)
        let next = try await format.run("9990  ZZ10XZA 10000\n9992  NoPCS   11000\n")
        #expect(next.written.terminated == 6)
        #expect(try await targets(.icd10PCS, "ZZ10XZA", in: .icd9PCS).count == 1)
        #expect(try await targets(.icd9PCS, "9991", in: .icd10PCS) == [])
    }
}
