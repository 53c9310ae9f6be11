import CatalogModel
import Testing

@Suite("Code keys")
struct CodeKeyTests {
    @Test(
        "Codes are accepted in any case, with or without dots, and printed the way their system prints them",
        arguments: [
            (CodeSystem.icd10CM, " e11.9 ", "E119", "E11.9"), (.icd10CM, "A00", "A00", "A00"),
            (.icd10CM, "s72001a", "S72001A", "S72.001A"), (.icd9PCS, "8108", "8108", "81.08"),
            (.icd10PCS, "0sg0070", "0SG0070", "0SG0070"), (.cpt, "0001t", "0001T", "0001T"),
            (.hcpcs, "g0105", "G0105", "G0105"), (.other(uri: "http://loinc.org"), "2345-7", "2345-7", "2345-7"),
        ])
    func spelling(system: CodeSystem, text: String, canonical: String, printed: String) throws {
        let key = try CodeKey(system: system, code: text)
        #expect(key.code == canonical)
        #expect(key.printedCode == printed)
    }

    @Test("A text that no code could have is refused", arguments: ["", " ", "...", "22 849", "22849\u{0}", "é", "a-b"])
    func refused(text: String) {
        #expect(throws: CatalogError.self) { try CodeKey(system: .cpt, code: text) }
    }

    @Test(
        "A group is named by its first and last code, and printed without dots",
        arguments: [
            (CodeSystem.icd10CM, "a00-a09", "A00-A09", true), (.icd10CM, "E08.0 - E13", "E080-E13", true),
            (.icd10CM, "4", "4", false), (.icd10CM, "e11.9", "E119", false),
            (.other(uri: "http://loinc.org"), "2345-7", "2345-7", false),
        ])
    func groups(system: CodeSystem, text: String, canonical: String, isRange: Bool) throws {
        let key = try CodeKey(system: system, codeOrGroup: text)
        #expect(key.code == canonical && key.isRange == isRange)
        if isRange { #expect(key.printedCode == canonical) }
    }

    @Test("A group needs two codes", arguments: ["-", "A00-", "-A09", "A00-A01-A02", "A00 A09"])
    func refusedGroup(text: String) {
        #expect(throws: CatalogError.self) { try CodeKey(system: .icd10CM, codeOrGroup: text) }
    }

    @Test("The longest code is accepted and one byte more is not")
    func lengthLimit() throws {
        let longest = String(repeating: "A", count: CodeKey.codeByteCountMax)
        #expect(try CodeKey(system: .cpt, code: longest).code == longest)
        #expect(throws: CatalogError.self) { try CodeKey(system: .cpt, code: longest + "A") }
    }

    @Test("Systems are found by name and by URI", arguments: CodeSystem.known)
    func systems(system: CodeSystem) {
        #expect(CodeSystem(name: system.name) == system)
        #expect(CodeSystem(name: system.name.uppercased()) == system)
        #expect(CodeSystem(uri: system.uri) == system)
        #expect(CodeSystem(uri: system.uri.replacing("http:", with: "https:")) == system)
        #expect(CodeSystem(name: "icd11") == nil)
        #expect(CodeSystem(name: "http://loinc.org") == .other(uri: "http://loinc.org"))
    }
}
