import CatalogModel
import Testing

struct CodeShapeTests {
    @Test(
        "Codes look like codes of their system",
        arguments: [
            (CodeSystem.cpt, "22849"), (.cpt, "0001F"), (.cpt, "25"), (.hcpcs, "g0105"), (.hcpcs, "E1"),
            (.icd10PCS, "0SG0070"), (.icd10PCS, "0SG"), (.icd10PCS, "XW03321"), (.icd10CM, "E11.9"),
            (.icd10CM, "C7A.00"), (.icd10CM, "S72.001A"), (.icd10CM, "Z23"), (.icd9PCS, "81.08"), (.icd9PCS, "81"),
        ])
    func codes(system: CodeSystem, text: String) throws {
        #expect(try CodeKey(system: system, code: text).hasShapeOfCode)
    }

    @Test("Names, numbers of records and dates do not", arguments: CodeSystem.known)
    func others(system: CodeSystem) throws {
        for text in ["Smith", "Baxters", "JaneDoe", "MRN0012345", "00123456", "19800229", "Zz", "AB"] {
            #expect(try !CodeKey(system: system, code: text).hasShapeOfCode, "\(text)")
        }
        #expect(try !CodeKey(system: .other(uri: "http://example.org"), code: "E11").hasShapeOfCode)
    }
}
