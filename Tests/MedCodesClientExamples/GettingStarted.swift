import MedCodesClient

func gettingStarted(_ place: ExampleServer) async throws {
    let (server, authority) = (place.address, place.authority)
    let (certificate, key, tokenFile) = (place.certificate, place.key, place.tokenFile)

    var configuration = MedCodesConfiguration(server: server)
    configuration.trust = .authorityFile(authority)
    let client = try MedCodesClient(configuration)

    let code = try await client.code(.cpt, "22849")
    print(code.longDescriptor)
    if let minutes = code.procedure?.facts.durationMinutes { print("takes", minutes, "minutes") }

    let then = try await client.code(.cpt, "22849", asOf: CalendarDate("2025-03-01"), view: .basic)
    print(then.isBillable)

    var options = CallOptions()
    options.timeout = .seconds(2)
    options.requestID = "visit-4711"
    options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    options.onReply = { reply in print(reply.method, reply.revision ?? "", reply.cacheOutcome ?? "") }
    let catalog = try await client.with(options).catalog()
    print(catalog.systems.map(\.system))
    await client.close()

    configuration.identity = .init(certificateFile: certificate, keyFile: key)
    configuration.token = try BearerToken(contentsOf: tokenFile)
    let known = try MedCodesClient(configuration)
    _ = try await known.catalog()
    await known.close()
}

/// The example of the overview.
func overview(_ place: ExampleServer) async throws {
    let (server, authority) = (place.address, place.authority)

    var configuration = MedCodesConfiguration(server: server)
    configuration.trust = .authorityFile(authority)
    let client = try MedCodesClient(configuration)

    let code = try await client.code(.cpt, "22849")
    print(code.key, code.longDescriptor)
    for try await hit in client.search("appendectomy").prefix(3) { print(hit.key, hit.display) }
    await client.close()
}
