import CatalogModel
import Testing

@testable import medcodes

@Suite struct KeyNotationTests {
    @Test(
        "A key is read in each of its spellings",
        arguments: [
            ("cpt:22849", nil, CodeKey(system: .cpt, canonical: "22849")),
            ("ICD-10-CM:e11.9", nil, CodeKey(system: .icd10CM, canonical: "E119")),
            ("cpt\t22849", nil, CodeKey(system: .cpt, canonical: "22849")),
            (" icd10pcs \t 0sg0070 ", nil, CodeKey(system: .icd10PCS, canonical: "0SG0070")),
            ("0sg0070", .icd10PCS, CodeKey(system: .icd10PCS, canonical: "0SG0070")),
            ("cpt:22849", .icd10PCS, CodeKey(system: .cpt, canonical: "22849")),
            ("http://hl7.org/fhir/sid/icd-9-cm:81.08", nil, CodeKey(system: .icd9PCS, canonical: "8108")),
            (
                "http://example.org/own\tA-1", nil,
                CodeKey(system: .other(uri: "http://example.org/own"), canonical: "A-1")
            ),
        ] as [(String, CodeSystem?, CodeKey)])
    func reading(text: String, defaultSystem: CodeSystem?, key: CodeKey) throws {
        #expect(try KeyNotation(defaultSystem: defaultSystem).key(text) == key)
    }

    @Test(
        "What is no key is refused with the reason",
        arguments: [
            ("22849", "no code system is named; write it as SYSTEM:CODE, or give --system"),
            ("icd11:1A00", "'icd11' is no code system; use cpt, hcpcs, icd10pcs, icd10cm, icd9pcs, or a FHIR URI"),
            ("cpt:", "the code is empty; give a code of 1 to 64 characters"),
            ("cpt:2\u{1B}2", "a CPT code has letters and digits only; check the code for stray characters"),
            ("a\tcpt\t22849", "3 columns where two are expected; write the system, one tab, and the code"),
        ])
    func refusal(text: String, message: String) {
        let error = #expect(throws: CatalogError.self) { try KeyNotation().key(text) }
        #expect(error?.description == message)
    }

    @Test("Blank lines and comments hold no key", arguments: ["", "  ", "\t", "# cpt:22849", "  # note"])
    func skipped(line: String) throws {
        #expect(try KeyNotation().key(line: line) == nil)
    }
}
