internal import ArgumentParser
internal import CommandLineSupport
internal import RPCTransport

/// `medcodesd dev-certs`.
struct DevelopmentCertificatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev-certs",
        abstract: "Makes certificates for development: ca.pem, server.pem, server.key, client.pem, client.key.",
        discussion:
            "For localhost, 127.0.0.1 and ::1. Whoever can read the keys can pose as the server: do not use them elsewhere."
    )

    @Flag(help: "Replaces files that are there.")
    var force = false

    @Argument(help: ArgumentHelp("Where to put them; made if need be.", valueName: "dir"))
    var directory: String

    func run() async throws {
        do throws(TLSConfigurationError) {
            let made = try DevelopmentCertificates.make(in: directory, replacing: force ? .always : .never)
            Console.standard.say(
                StyledText(
                    "made development certificates in \(directory); clients trust them with --ca \(made.authority)"))
        } catch {
            let remedy =
                error.reason == .unwritable && !force ? "choose another directory, or replace them with --force" : ""
            throw CommandFailure(.failure, error.message, remedy: remedy)
        }
    }
}
