internal import CommandLineSupport
internal import Glibc
internal import MedCodesClient

extension ConnectionOptions {
    /// Runs the body with a client that these options describe, and closes the client.
    ///
    /// - Throws: ``CommandFailure`` for an option that cannot be used and for a call that fails; what the body throws.
    func withClient(_ body: (MedCodesClient) async throws -> Void) async throws {
        do {
            let client = try MedCodesClient(try configuration())
            do {
                try await body(client)
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        } catch let error as MedCodesError {
            throw CommandFailure(error)
        }
    }

    private func configuration() throws(CommandFailure) -> MedCodesConfiguration {
        var configuration = MedCodesConfiguration(server: server)
        configuration.trust = .authorityFile(try authorityFile())
        configuration.timeout = timeout.duration
        // People at a terminal want the cause at once, and can try again themselves.
        configuration.retries = nil
        if let certificate, let key { configuration.identity = .init(certificateFile: certificate, keyFile: key) }
        return configuration
    }

    /// The file of `--ca`, or the development CA. Where that is missing, the file's name alone would help nobody.
    private func authorityFile() throws(CommandFailure) -> String {
        if let ca { return ca }
        let file = try StateDirectory.current().certificateAuthority
        guard access(file, F_OK) == 0 else {
            throw CommandFailure(
                .usage, "there is no development CA at \(file)",
                remedy: "start 'medcodesd serve' once on this machine, or name the server's authority with --ca")
        }
        return file
    }
}
