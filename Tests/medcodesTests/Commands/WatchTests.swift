import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct WatchTests {
    private static let revisions = [
        CatalogRevision(revision: Revision(rawValue: 1), committedAt: 1_763_717_801),
        CatalogRevision(
            revision: Revision(rawValue: 2), committedAt: 1_763_717_802,
            changes: [CodeChange(.updated, of: Samples.diabetes.key)], renewedSystems: [.icd10PCS]),
        CatalogRevision(
            revision: Revision(rawValue: 3), committedAt: 1_763_717_803,
            changes: (0..<5).map { number in
                CodeChange(number < 3 ? .added : .deleted, of: CodeKey(system: .hcpcs, canonical: "Q999\(number)"))
            }, changedSystems: [.cpt]),
    ]

    @Test("Each revision is a line")
    func lines() async {
        let run = await CommandRun.of(["watch"], client: FixedClient(revisions: Self.revisions))
        let output = """
            1\t2025-11-21 09:36:41 UTC\tno changes
            2\t2025-11-21 09:36:42 UTC\ticd10cm E11.9 updated, releases of icd10pcs changed
            3\t2025-11-21 09:36:43 UTC\t3 added, 2 deleted, all of cpt changed

            """
        #expect(run == CommandRun(status: 0, output: output))
    }

    @Test("With --json it is a message per line, and --after leaves out what is known")
    func json() async {
        let run = await CommandRun.of(
            ["watch", "--json", "--after", "1"], client: FixedClient(revisions: Self.revisions))
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("{\"revision\":\"2\",\"committedAt\":\"1763717802\",\"changes\":[{") == true)
        #expect(lines.first?.contains("\"kind\":\"CHANGE_KIND_UPDATED\"") == true)
    }

    @Test("A revision that cannot be is a mistake on the command line")
    func wrongRevision() async {
        #expect(await CommandRun.of(["watch", "--after", "0"]).status == 64)
    }
}
