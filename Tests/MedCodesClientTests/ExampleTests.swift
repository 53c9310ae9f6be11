import CatalogModel
// What a user's file would import, and nothing more.
import MedCodesClient
import Testing

@Suite("The example in the documentation", .timeLimit(.minutes(1)))
struct ExampleTests {
    @Test("It runs as it stands there")
    func example() async throws {
        let page = Code(key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: "Reinsertion")
        let service = try await RunningService([page])
        try await lookUp(server: service.configuration.server, authority: service.authority)
        await service.shutDown()
    }

    private func lookUp(server: String, authority: String) async throws {
        var configuration = MedCodesConfiguration(server: server)
        configuration.trust = .authorityFile(authority)
        let client = try MedCodesClient(configuration)

        do {
            let code = try await client.code(.cpt, "22849")
            print(code.key, code.longDescriptor)
        } catch {
            print(error.message, error.absence?.successors ?? [])
        }
        await client.close()
    }
}
