import MedCodesClient
import Testing

@testable import medcodes

@Suite struct HealthTests {
    @Test(
        "Only SERVING exits with 0",
        arguments: [
            (ServingStatus.serving, 0, "SERVING"), (.notServing, 78, "NOT_SERVING"), (.unknown, 78, "UNKNOWN"),
        ] as [(ServingStatus, Int32, String)])
    func status(status: ServingStatus, exit: Int32, word: String) async {
        let client = FixedClient(status: status)
        #expect(await CommandRun.of(["health"], client: client) == CommandRun(status: exit, output: "\(word)\n"))
        #expect(
            await CommandRun.of(["health", "--json"], client: client)
                == CommandRun(status: exit, output: "{\"status\":\"\(word)\"}\n"))
    }
}
