internal import CommandLineSupport
internal import Foundation
internal import Glibc
internal import MedCodesClient

extension ConnectionOptions {
    /// Runs the body with a client that these options describe, and closes the client.
    ///
    /// - Throws: ``CommandFailure`` for an option that cannot be used and for a call that fails; what the body throws.
    func withClient(_ body: (MedCodesClient) async throws -> Void) async throws {
        do {
            let client = try MedCodesClient(try settings().clientConfiguration())
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

    /// These options, and what this process's environment and the profile say where they are silent.
    ///
    /// - Throws: ``CommandFailure`` of status `usage`.
    func settings() throws(CommandFailure) -> ConnectionSettings {
        try ConnectionSettings(flags: flags, environment: ProcessInfo.processInfo.environment)
    }
}

extension ConnectionSettings {
    /// The settings as the client library takes them.
    ///
    /// - Throws: ``CommandFailure`` for a file that is not there, or that others can read.
    func clientConfiguration() throws(CommandFailure) -> MedCodesConfiguration {
        var configuration = MedCodesConfiguration(server: server.text)
        configuration.trust = .authorityFile(try authorityFile())
        configuration.timeout = timeLimit.duration
        // People at a terminal want the cause at once, and can try again themselves.
        configuration.retries = nil
        if let certificate, let key {
            try SecretFile.check(key.text, "key")
            configuration.identity = .init(certificateFile: certificate.text, keyFile: key.text)
        }
        if let tokenFile {
            try SecretFile.check(tokenFile.text, "token file")
            do throws(MedCodesError) {
                configuration.token = try BearerToken(contentsOf: tokenFile.text)
            } catch {
                throw CommandFailure(error)
            }
        }
        return configuration
    }

    /// The file that is set, or the development CA. Where that is missing, the file's name alone would help nobody.
    private func authorityFile() throws(CommandFailure) -> String {
        if let ca { return ca.text }
        let file = try StateDirectory.current().certificateAuthority
        guard access(file, F_OK) == 0 else {
            throw CommandFailure(
                .usage, "there is no development CA at \(file)",
                remedy: "start 'medcodesd serve' once on this machine, or name the server's authority with --ca")
        }
        return file
    }
}
