import MedCodesClient

/// The example of the README, which names the authority by its place on the reader's machine.
func readme(_ place: ExampleServer) async throws {
    var configuration = MedCodesConfiguration(server: place.address)
    configuration.trust = .authorityFile(place.authority)
    let client = try MedCodesClient(configuration)

    do {
        let code = try await client.code(.cpt, "22849")
        print(code.key, code.longDescriptor)
    } catch {
        print(error.message, error.absence?.successors ?? [])
    }
    await client.close()
}
