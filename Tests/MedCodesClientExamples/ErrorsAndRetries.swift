import MedCodesClient

func errorsAndRetries(_ place: ExampleServer) async throws {
    var configuration = MedCodesConfiguration(server: place.address)
    configuration.trust = .authorityFile(place.authority)

    configuration.timeout = .seconds(3)
    configuration.retries?.attemptCountMax = 2
    configuration.hedging = .init(delay: .milliseconds(200))
    configuration.waitsForReady = true
    let client = try MedCodesClient(configuration)

    client.connect()
    for await state in client.connectionStates {
        print(state)
        if state == .ready { break }
    }

    do {
        _ = try await client.code(.cpt, "99999")
    } catch {
        switch error.code {
        case .notFound: print(error.absence?.reason ?? .unknownCode, error.absence?.successors ?? [])
        case .invalidArgument: print(error.fieldViolations.map(\.field), error.message)
        case _ where error.isRetryable: print("later:", error.message, error.retryDelay ?? .seconds(1))
        default: print(error.message, error.problem ?? .other)
        }
    }
    await client.close()
}
