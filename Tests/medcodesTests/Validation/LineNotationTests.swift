import CatalogModel
import Testing

@testable import medcodes

@Suite struct LineNotationTests {
    private static let notation = LineNotation(keys: KeyNotation(defaultSystem: .cpt))

    @Test(
        "A line is read in each of its spellings",
        arguments: [
            ("22849", "22849", [], 0), ("cpt:22849-59", "22849", ["59"], 0),
            ("22849-59-RTx2", "22849", ["59", "RT"], 2),
            ("22849x12", "22849", [], 12), ("cpt\t22849 - 59 ", "22849", ["59"], 0), ("22849-X1", "22849", ["X1"], 0),
            ("22849-x1X3", "22849", ["x1"], 3), ("x0001", "X0001", [], 0), ("X0001x2", "X0001", [], 2),
            ("22849x2147483647", "22849", [], 2_147_483_647),
        ])
    func reading(text: String, code: String, modifiers: [String], units: Int) throws {
        let line = try Self.notation.line(text)
        #expect(line == EncounterLine(key: .init(system: .cpt, canonical: code), modifiers: modifiers, units: units))
    }

    @Test(
        "Codes of other systems keep what looks like modifiers and units",
        arguments: [
            ("icd10cm:T36.0X1", .icd10CM, "T360X1"),
            ("http://example.org/own:A-1x2", .other(uri: "http://example.org/own"), "A-1x2"),
        ] as [(String, CodeSystem, String)])
    func otherSystems(text: String, system: CodeSystem, code: String) throws {
        #expect(try Self.notation.line(text) == EncounterLine(key: CodeKey(system: system, canonical: code)))
    }

    @Test(
        "What is no line is refused with the reason",
        arguments: [
            ("22849-", "a modifier is empty; write it behind its hyphen"),
            ("22849-59--RT", "a modifier is empty; write it behind its hyphen"),
            ("22849x0", "'0' is no number of units; give a whole number from 1 to 2147483647"),
            ("22849x2147483648", "'2147483648' is no number of units; give a whole number from 1 to 2147483647"),
            ("22849-1-2-3-4-5-6-7-8-9", "there are 9 modifiers; give 8 at most"),
            ("22849*2", "a CPT code has letters and digits only; check the code for stray characters"),
            ("-59", "the code is empty; give a code of 1 to 64 characters"),
        ])
    func refusal(text: String, message: String) {
        let error = #expect(throws: CatalogError.self) { try Self.notation.line(text) }
        #expect(error?.description == message)
    }

    @Test("A line reads as it is written")
    func roundTrip() throws {
        for text in ["22849", "22849-59-RT", "22849x2", "22849-59x3"] {
            #expect(try Self.notation.line(text).notation == text)
        }
    }
}
