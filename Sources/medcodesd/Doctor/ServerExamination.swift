internal import CommandLineSupport
internal import MedCodesClient

/// Asks a running server for its health, as a client would: name, TLS, certificate, HTTP/2 and answer.
struct ServerExamination {
    /// `HOST:PORT`.
    let server: String
    /// The authorities to trust; nil for the operating system's.
    let authority: String?
    let identity: MedCodesConfiguration.Identity?

    /// What was found.
    func examine() async -> Finding {
        let subject = "server"
        var configuration = MedCodesConfiguration(server: server)
        configuration.trust = authority.map { .authorityFile($0) } ?? .system
        configuration.identity = identity
        configuration.retries = nil
        do throws(MedCodesError) {
            let client = try MedCodesClient(configuration)
            let status = try await client.health()
            await client.close()
            if status == .serving { return .ok(subject, "\(server) is serving") }
            return .failed(
                subject,
                CommandFailure(
                    .failure, "\(server) says \(status)",
                    remedy: "it opens its store, or cannot read it: look at its standard error"))
        } catch {
            return .failed(subject, CommandFailure(.failure, "\(server): \(error.message)"))
        }
    }
}
