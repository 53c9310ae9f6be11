import CatalogModel
import CommandLineSupport
import MedCodesClient
import Synchronization
import Testing

@testable import medcodes

@Suite struct ExportTests {
    @Test("Codes are JSON lines, whatever the output is", arguments: [false, true])
    func lines(isTerminal: Bool) async {
        let client = FixedClient(codes: [Samples.diabetes, Samples.header])
        let run = await CommandRun.of(["export"], client: client, terminal: Terminal(isTerminal: isTerminal))
        let lines = run.output.split(separator: "\n")
        #expect(run.status == 0 && lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("{\"key\":{") && $0.contains("\"status\":\"CODE_STATUS_ACTIVE\"") })
        #expect(lines.first?.contains("\"0SG\"") == true)
    }

    @Test("Filters are what the service is asked for")
    func filters() async {
        let client = FixedClient()
        let run = await CommandRun.of(
            [
                "export", "--system", "cpt", "--system", "icd10pcs", "--all-periods", "--kind", "header", "--prefix",
                "0S",
                "--view", "full",
            ], client: client)
        #expect(run == CommandRun(status: 0, messages: "No code matches.\n"))
        let request = StreamCodesRequest(
            systems: [.cpt, .icd10PCS], days: .all, kinds: [.header], codePrefix: "0S", view: .full)
        #expect(client.exports.withLock { $0 } == [request])
    }

    @Test("A day and all periods exclude each other")
    func exclusive() async {
        let run = await CommandRun.of(["export", "--as-of", "2024-02-29", "--all-periods"])
        #expect(run.status == 64 && run.messages.contains("not both"))
    }
}
