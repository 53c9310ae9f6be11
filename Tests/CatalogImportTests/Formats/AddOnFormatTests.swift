import CatalogModel
import CatalogStore
import Foundation
import Testing

@testable import CatalogImport

@Suite("Add-on code edits")
struct AddOnFormatTests {
    private let folder: TestFolder
    private let store: SQLiteCodeStore

    init() throws {
        folder = try TestFolder()
        store = try folder.store()
    }

    private func run(_ text: String, name: String = "aoc.txt") async throws -> ImportReport {
        let file = try folder.write(text, to: name)
        return try await CatalogImporter(store: store).run(ImportRequest(format: "aoc", files: [file]))
    }

    private func primaries(_ code: String, on date: String) async throws -> [String] {
        let (key, day) = (try #require(ProcedureCode.key(code)), try #require(CalendarDate(date)))
        return try await store.read { reader throws(CatalogError) in
            try reader.facts(.addOns([key]).on(day)).map {
                "\($0.value.primary?.code ?? "CCCCC") \($0.value.type.rawValue)"
            }
        }
    }

    /// The same four relations in each layout: listed, contractor-defined, both, and one that ended with its code.
    static let layouts = [
        """
        1Z9001       00A1B       2013001
        2Z9002       CCCCC       2014001
        3Z9003       00A1B       20150012019365see the manual
        3Z9003       CCCCC20183652015001

        """,
        """
        Z9001       00A1B       2013001       1
        Z9002       CCCCC       2014001       2
        Z9003       00A1B       20150012019365 3 see the manual
        Z9003       CCCCC2018365 2015001       3

        """
        .replacingOccurrences(of: "20150012019365 3 see", with: "201500120193653see")
        .replacingOccurrences(of: "CCCCC2018365 2015001", with: "CCCCC20183652015001"),
        """
        Z9001         00A1B         2013001         1
        Z9002         CCCCC         2014001         2
        Z9003         00A1B         2015001 2019365 3 see the manual
        Z9003         CCCCC 2018365 2015001         3

        """,
        """
        ADD_ON_CODE\tAOC_DEL_DT\tPRIMARY_CODE\tPRIMARY_CODE_DEL_DT\tAOC_EDIT_EFF_DT\tAOC_EDIT_DEL_DT\tAOC_EDIT_TYPE\tSPECIAL_INSTRUCTION_NOTES
        Z9001\t\t00A1B\t\t2013001\t\t1\t
        Z9002\t\tCCCCC\t\t2014001\t\t2\t
        Z9003\t\t00A1B\t\t2015001\t2019365\t3\tsee the manual
        Z9003\t\tCCCCC\t2018365\t2015001\t\t3\t

        """,
        """
        Edit Type,Add-on Code,Primary Code,Effective Date,Deletion Date,Notes
        1,Z9001,00A1B,2013001,,
        2,Z9002,CCCCC,2014001,,
        3,Z9003,00A1B,2015001,2019365,"see the manual, page 1"
        3,Z9003,CCCCC,2015001,2018365,

        """,
        """
        1Z900100A1B2013001
        2Z9002CCCCC2014001
        3Z900300A1B20150012019365see the manual
        3Z9003CCCCC20150012018365

        """,
        """
        1 Z9001 00A1B 2013001
        2 Z9002 CCCCC 2014001
        3 Z9003 00A1B 2015001 2019365 see the manual
        3 Z9003 CCCCC 2015001 2018365

        """,
        """
        Z9001 00A1B 2013001         1
        Z9002 CCCCC 2014001         2
        Z9003 00A1B 2015001 2019365 3 see the manual
        Z9003 CCCCC 2015001 2018365 3

        """,
    ]

    @Test("The layouts CMS has used all say the same", arguments: layouts)
    func allLayouts(text: String) async throws {
        let report = try await run(text)
        #expect(report.rejectCount == 0)
        #expect(report.written.added == 4)
        #expect(try await primaries("Z9001", on: "2012-12-31") == [])
        #expect(try await primaries("Z9001", on: "2013-01-01") == ["00A1B 1"])
        #expect(try await primaries("Z9002", on: "2020-01-01") == ["CCCCC 2"])
        #expect(try await Set(primaries("Z9003", on: "2018-12-31")) == ["00A1B 3", "CCCCC 3"])
        #expect(try await primaries("Z9003", on: "2019-01-01") == ["00A1B 3"])
        #expect(try await primaries("Z9003", on: "2019-12-31") == ["00A1B 3"])
        #expect(try await primaries("Z9003", on: "2020-01-01") == [])
        let again = try await run(text)
        #expect(again.written.outcome == .nothingToDo(Revision(rawValue: 1)))
    }

    @Test("The add-on codes of a primary are found, and codes that are both add-on and primary stay apart")
    func reverse() async throws {
        _ = try await run("1 Z9001 00A1B 2013001\n1 Z9002 Z9001 2013001\n1 Z9003 00A1B 2013001\n")
        let key = try #require(ProcedureCode.key("00A1B"))
        let found = try await store.read { reader throws(CatalogError) in
            try reader.facts(FactQuery.primaries([key])).map(\.value.addOn.code)
        }
        #expect(found == ["Z9001", "Z9003"])
        #expect(try await primaries("Z9001", on: "2020-01-01") == ["00A1B 1"])
        #expect(try await primaries("Z9002", on: "2020-01-01") == ["Z9001 1"])
    }

    @Test(
        "A malformed row is rejected with its place, and nothing is changed",
        arguments: [
            ("4 Z9002 00A1B 2013001\n", 1), ("1 Z90 2 00A1B 2013001\n", 3), ("1 Z9002 00A 2013001  \n", 9),
            ("1 Z9002 00A1B 2013366\n", 15), ("1 Z9002 00A1B 2013001 2012\n", 23),
        ])
    func rejects(row: String, column: Int) async throws {
        let good = String(repeating: "1 Z9001 00A1B 2013001\n", count: 25)
        let error = try await #require(throws: CatalogError.self) { try await run(good + row) }
        #expect(error.kind == .rejected)
        #expect(error.location?.line == 26)
        #expect(error.location?.column == column)
        #expect(try await store.revision() == Revision(rawValue: 0))
    }

    @Test(
        "A leap year has a day 366, other years have none",
        arguments: [
            ("2020366", "2020-12-31"), ("2021366", nil), ("2021000", nil), ("202036", nil), ("2021001", "2021-01-01"),
            ("2020060", "2020-02-29"),
        ])
    func ordinals(text: String, date: String?) {
        #expect(CalendarDate(ordinal: text)?.description == date)
    }
}
