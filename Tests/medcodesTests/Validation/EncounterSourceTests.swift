import CatalogModel
import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

@Suite struct EncounterSourceTests {
    /// Reads all encounters of a sheet, or of a text.
    private static func groups(
        _ text: String, isSheet: Bool = true, isEach: Bool = false, system: CodeSystem? = nil
    ) throws -> [EncounterSource.Group] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let keys = KeyNotation(defaultSystem: system)
        do {
            let lines = try LineReader(path: file.path)
            let rows: EncounterSource.Rows =
                isSheet ? .sheet(try EncounterSheet(lines, keys: keys)) : .text(lines, LineNotation(keys: keys))
            var source = EncounterSource(rows, isEach: isEach)
            var groups: [EncounterSource.Group] = []
            while let group = try source.next() { groups.append(group) }
            return groups
        } catch let error as CommandFailure {
            // The file's name is made up anew each time.
            throw Refusal(description: error.description.replacing(file.path, with: "f"))
        } catch let error as CatalogError {
            throw Refusal(description: error.description.replacing(file.path, with: "f"))
        }
    }

    private struct Refusal: Error { let description: String }

    private static func cpt(_ code: String) -> EncounterLine {
        EncounterLine(key: CodeKey(system: .cpt, canonical: code))
    }

    @Test("A sheet is read by the names of its columns, in any order and case")
    func columns() throws {
        let text = """
            Service Date,CODE,units,modifiers,display,system\r
            2024-02-29,22849,2,"59, RT","A ""rod"", set anew",CPT\r
            \r
            ,e11.9,,,,ICD-10-CM\r

            """
        var first = Self.cpt("22849")
        (first.day, first.units, first.modifiers) = (CalendarDate("2024-02-29"), 2, ["59", "RT"])
        first.display = #"A "rod", set anew"#
        let second = EncounterLine(key: CodeKey(system: .icd10CM, canonical: "E119"))
        #expect(try Self.groups(text) == [.init(name: "", firstLine: 1, lines: [first, second])])
    }

    @Test("Where no cell names the system, the code does, or the command line")
    func systems() throws {
        #expect(
            try Self.groups("code\ncpt:22849\n22850\n", system: .cpt)[0].lines == [
                Self.cpt("22849"), Self.cpt("22850"),
            ])
    }

    @Test("Rows with one name are one encounter")
    func encounters() throws {
        let groups = try Self.groups("encounter,code\na,cpt:1\na,cpt:2\nb,cpt:3\n,cpt:4")
        #expect(groups.map(\.name) == ["a", "b", ""])
        #expect(groups.map(\.firstLine) == [1, 3, 4])
        #expect(groups.map(\.lines.count) == [2, 1, 1])
    }

    @Test("Each line can be an encounter of its own, named or not")
    func each() throws {
        let groups = try Self.groups("encounter,code\na,cpt:1\nb,cpt:2\na,cpt:3\n", isEach: true)
        #expect(groups.map(\.name) == ["a", "b", "a"])
        #expect(groups.map(\.firstLine) == [1, 2, 3])
    }

    @Test("A text is one encounter; comments and blank lines are skipped")
    func text() throws {
        let groups = try Self.groups("# spine\n\n22849-59x2\ncpt\t22850\n", isSheet: false, system: .cpt)
        #expect(groups.map { $0.lines.map(\.notation) } == [["22849-59x2", "22850"]])
        #expect(try Self.groups("# nothing\n", isSheet: false).isEmpty)
        #expect(try Self.groups("code\n").isEmpty)
    }

    @Test(
        "What cannot be read is named with its line and column",
        arguments: [
            (
                "",
                "f: the file is empty; begin with a header of these columns: encounter,system,code,modifiers,units,service_date,display"
            ),
            ("system,codes\n", "f:1:8: 'codes' is no column that is known; begin with"),
            ("code,units,Code\n", "f:1:12: the column code is there twice; remove one"),
            ("system\n", "f:1: there is no column code; begin with"),
            ("system,code\ncpt,1,2\n", "f:2: the row has 3 cells, not 2; quote cells that hold commas"),
            ("system,code\ncpt,\n", "f:2:5: the code is empty; give one in each row"),
            ("system,code\nicd11,1\n", "f:2:1: system 'icd11': 'icd11' is no code system; use cpt"),
            (
                "code\n22849\n",
                "f:2:1: code '22849': no code system is named; write it as SYSTEM:CODE, or give --system"
            ),
            ("code,units\ncpt:1,two\n", "f:2:7: units 'two': 'two' is no number of units; give"),
            ("code,units\ncpt:1,-1\n", "f:2:7: units '-1': '-1' is no number of units; give"),
            (
                "code,modifiers\ncpt:1,1 2 3 4 5 6 7 8 9\n",
                "f:2:7: modifiers '1 2 3 4 5 6 7 8 9': there are 9 modifiers; give 8"
            ),
            (
                "code,service_date\ncpt:1,2023-02-29\n",
                "f:2:7: service_date '2023-02-29': this is no day; write it as YYYY-MM-DD"
            ),
            (
                "code,display\ncpt:1,\"a\nb\"\n",
                "f:2:7: the quoted cell that starts here has no end on its line; add the missing quote"
            ),
            ("code,display\ncpt:1,\"a\"b\n", "f:2:10: text follows a quoted cell; double the quotes inside cells"),
            (
                "encounter,code\na,cpt:1\nb,cpt:2\na,cpt:3\n",
                "f:4: the encounter 'a' begins again; bring its lines together"
            ),
        ])
    func refusal(text: String, message: String) {
        let error = #expect(throws: Refusal.self) { try Self.groups(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test("A text's lines are named, too, and an encounter has its bound")
    func textRefusals() {
        let wrong = #expect(throws: Refusal.self) { try Self.groups("cpt:1\n22849\n", isSheet: false) }
        #expect(wrong?.description == "f:2: no code system is named; write it as SYSTEM:CODE, or give --system")
        let many = String(repeating: "cpt:1\n", count: Encounter.lineCountMax + 1)
        let error = #expect(throws: Refusal.self) { try Self.groups(many, isSheet: false) }
        #expect(
            error?.description
                == "f:1001: the encounter has more than 1000 lines; name encounters in a column, or give --each")
    }
}
