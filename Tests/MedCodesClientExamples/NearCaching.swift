import MedCodesClient

func nearCaching(_ place: ExampleServer) async throws {
    var configuration = MedCodesConfiguration(server: place.address)
    configuration.trust = .authorityFile(place.authority)

    configuration.nearCache = .init()
    configuration.nearCache?.byteCountMax = 32 << 20
    let client = try MedCodesClient(configuration)
    for _ in 0..<1_000 { _ = try await client.code(.cpt, "22849") }
    if let near = client.nearCacheStatistics { print(near.hits, "of 1000 without a call,", near.byteCount, "bytes") }

    var options = CallOptions()
    options.usesNearCache = false
    let fresh = try await client.with(options).code(.cpt, "22849")
    print(fresh.key)
    await client.close()
}
