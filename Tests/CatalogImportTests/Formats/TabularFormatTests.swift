import CatalogModel
import CatalogStore
import Testing

@testable import CatalogImport

@Suite("The ICD-10-CM Tabular List")
struct TabularFormatTests {
    private let format: FormatUnderTest

    init() throws { format = try FormatUnderTest("icd10-cm-tabular") }

    /// One chapter in the layout of the CDC document, invented throughout: sections within one another and of one
    /// category, codes of every length, every kind of note.
    static let document = """
        <?xml version="1.0" encoding="utf-8"?>
        <ICD10CM.tabular>
          <version>2031</version>
          <introduction>
            <introSection type="title"><title>Tabular list</title></introSection>
          </introduction>
          <chapter>
            <name>97</name>
            <desc>Ailments of fables (Q80-QZ9)</desc>
            <notes><note>Fables only.</note></notes>
            <notes><note>No moral is implied.</note></notes>
            <excludes2><note>ailments of authors (Z99.-)</note></excludes2>
            <sectionIndex><sectionRef first="QX0" last="QX5" id="QX0-QX5">Wings</sectionRef></sectionIndex>
            <section id="QX0-QX9">
              <desc>Wings and tails (QX0-QX9)</desc>
            </section>
            <section id="QX0-QX5">
              <desc>Wings (QX0-QX5)</desc>
              <inclusionTerm><note>flapping of any kind</note></inclusionTerm>
              <diag>
                <name>QX0</name>
                <desc>Broken wing</desc>
                <includes><note>wing, broken</note><note>wing, cracked</note></includes>
                <excludes1><note>broken promise (QX7)</note></excludes1>
                <codeFirst><note>the fall</note></codeFirst>
                <useAdditionalCode><note>for the tree</note></useAdditionalCode>
                <codeAlso><note>the cat</note></codeAlso>
                <sevenChrNote><note>The appropriate 7th character is to be added:</note></sevenChrNote>
                <sevenChrDef>
                  <extension char="A">initial encounter</extension>
                  <note>\tfirst visit NOS</note>
                  <extension char="D">subsequent encounter</extension>
                </sevenChrDef>
                <diag>
                  <name>QX0.1</name>
                  <desc>Broken left wing</desc>
                  <inclusionTerm><note>Sinister wing &amp; fracture</note><note>Icarus' ailment</note></inclusionTerm>
                  <diag placeholder="true"><name>QX0.1X</name><desc>Broken left wing</desc></diag>
                </diag>
              </diag>
              <diag>
                <name>QX1</name>
                <desc>Molting</desc>
                <moltTable><row><cell>1</cell><cell>a feather</cell></row><row><cell>2</cell></row></moltTable>
              </diag>
            </section>
            <section id="QX7">
              <desc>Promises (QX7)</desc>
              <diag><name>QX7</name><desc>Broken promise</desc></diag>
            </section>
            <section id="QY0-QY9">
              <desc>Morals (QY0-QY9)</desc>
            </section>
          </chapter>
        </ICD10CM.tabular>

        """

    private func key(_ code: String) -> CodeKey { CodeKey(system: .icd10CM, canonical: code) }

    private func children(of code: String) async throws -> [String] {
        try await format.facts(.under(key(code))).map { "\($0.value.child.printedCode) \($0.value.title)" }
    }

    private func notes(_ code: String) async throws -> [String] {
        try await format.facts(FactQuery<TabularNote>.of(key(code))).map {
            "\($0.value.noteKind.rawValue) \($0.value.ordinal) \($0.value.text)"
        }
    }

    @Test("Chapters, sections, categories and codes stand under one another")
    func hierarchy() async throws {
        let report = try await format.run(Self.document)
        #expect(report.rowsRead == 10)
        #expect(try await format.facts(.top(of: .icd10CM)).map(\.value.title) == ["Ailments of fables (Q80-QZ9)"])
        #expect(
            try await children(of: "97") == ["QX0-QX9 Wings and tails (QX0-QX9)", "QY0-QY9 Morals (QY0-QY9)"])
        #expect(try await children(of: "QX0-QX9") == ["QX0-QX5 Wings (QX0-QX5)", "QX7-QX7 Promises (QX7)"])
        #expect(try await children(of: "QX0-QX5") == ["QX0 ", "QX1 "])
        #expect(try await children(of: "QX7-QX7") == ["QX7 "])
        #expect(try await children(of: "QX0") == ["QX0.1 "])
        #expect(try await children(of: "QX01") == ["QX0.1X "])
        let link = try #require(try await format.facts(FactQuery<HierarchyLink>.of([key("QX01")])).first)
        #expect(link.edition.label == "2031")
    }

    @Test("Notes are kept in their order by kind, and what is not known as text")
    func notes() async throws {
        let report = try await format.run(Self.document)
        #expect(
            try await notes("QX0") == [
                "codeAlso 1 the cat", "codeFirst 1 the fall", "excludes1 1 broken promise (QX7)",
                "includes 1 wing, broken", "includes 2 wing, cracked",
                "seventhCharacter 1 The appropriate 7th character is to be added:",
                "seventhCharacter 2 A: initial encounter", "seventhCharacter 3 first visit NOS",
                "seventhCharacter 4 D: subsequent encounter", "useAdditionalCode 1 for the tree",
            ])
        #expect(
            try await notes("97") == [
                "excludes2 1 ailments of authors (Z99.-)", "note 1 Fables only.", "note 2 No moral is implied.",
            ])
        #expect(try await notes("QX1") == ["note 1 1; a feather", "note 2 2"])
        #expect(report.notes.count == 1)
        #expect(report.notes.first?.contains("'moltTable' is not known; its text is kept as notes") == true)
    }

    @Test("Inclusion terms lead to their code; those of groups are notes only")
    func inclusionTerms() async throws {
        let report = try await format.run(Self.document)
        let terms = try await format.facts(.of(.icd10CM)).map(\.value)
        #expect(terms.map(\.text) == ["Icarus' ailment", "Sinister wing & fracture"])
        #expect(terms.allSatisfy { $0.termKind == .inclusion && $0.target == .code(key("QX01")) })
        #expect(try await notes("QX0-QX5") == ["inclusionTerm 1 flapping of any kind"])
        // Five codes with their links, twelve notes and two terms; groups are no codes to be loaded.
        #expect(report.written.unresolved == 5 + 10 + 2 + 2 + 2)
    }

    @Test("The same again changes nothing; the next edition ends what it no longer has")
    func editions() async throws {
        _ = try await format.run(Self.document)
        #expect(try await format.run(Self.document).written.outcome == .nothingToDo(Revision(rawValue: 1)))
        let next = try await format.run(Self.document.replacing("<note>wing, broken</note>", with: "")) {
            $0.release = "FY2032"
        }
        #expect(next.written.terminated == 1)
        #expect(next.written.changed == 1)
        let cracked = try await format.facts(FactQuery<TabularNote>.of(key("QX0")), on: "2031-10-01").filter {
            $0.value.noteKind == .includes
        }
        #expect(cracked.map(\.value.text) == ["wing, cracked"])
        #expect(cracked.first?.listed.effective == CalendarDate("2031-10-01"))
    }

    @Test(
        "What cannot be right is refused with its line",
        arguments: [
            ("<name>QX0.1</name>", "<name>QX01</name>", 34, "'QX01' is no ICD-10-CM code with its dot"),
            ("<name>QX0.1</name>", "<name>QX0.12345</name>", 34, "is no ICD-10-CM code"),
            ("<name>QX0.1</name>", "<name>QX0.</name>", 34, "is no ICD-10-CM code"),
            ("<name>QX0.1</name>", "", 34, "the diag has no name"),
            ("<name>QX0.1</name>", "<name>QX1.1</name>", 34, "'QX1.1' stands under 'QX0'"),
            ("<name>QX7</name>", "<name>QX0</name>", 49, "another row says something else of the same"),
            ("<section id=\"QX7\">", "<section id=\"QX\">", 47, "'QX' is no range of categories"),
            ("<section id=\"QX7\">", "<section id=\"QX7-QX6\">", 47, "is no range of categories"),
            ("<section id=\"QX7\">", "<section>", 47, "the section has no name"),
            ("<desc>Promises (QX7)</desc>", "", 47, "the section has no title"),
            ("<name>97</name>", "<name>97-98</name>", 7, "is no number of a chapter"),
            ("<section id=\"QX7\">", "<section id=\"QX7\"><chapter/>", 47, "does not belong"),
            ("<sectionIndex>", "<sectionIndex><diag/>", 13, "does not belong"),
        ])
    func rejects(text: String, other: String, line: Int, message: String) async throws {
        #expect(Self.document.contains(text))
        let rejects = try await rejects(Self.document.replacing(text, with: other, maxReplacements: 1))
        let failing = try #require(rejects.first { $0.location?.line == line })
        #expect(failing.message.contains(message), "\(failing)")
    }

    /// The rejects of a document, or the error that ends the reading.
    private func rejects(_ text: String) async throws -> [CatalogError] {
        let first = try await format.failure(text)
        guard let report = try? await format.run(text, { $0.rejectCountMax = 100 }) else { return [first] }
        return report.rejects.map { CatalogError(.rejected, $0.reason, at: $0.location) }
    }

    @Test("A document that breaks off anywhere, or holds no chapter, changes nothing")
    func truncated() async throws {
        for count in stride(from: 0, to: Self.document.count - 2, by: 157) {
            _ = try await format.failure(String(Self.document.prefix(count)))
        }
        let error = try await format.failure("<ICD10CM.tabular><version>1</version></ICD10CM.tabular>")
        #expect(error.message == "the document has no chapters")
    }
}
