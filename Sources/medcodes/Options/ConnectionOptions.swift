internal import ArgumentParser
internal import CommandLineSupport

/// Where the service is and how to trust it; accepted before and after the command's name. What is not given here comes
/// from the environment or a profile: ``ConnectionSettings``.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The service's address, or several with commas between them; the first that answers serves. IPv6 in \
            brackets. (default: 127.0.0.1:7443)
            """, valueName: "host:port"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "The certificate authorities to trust, as PEM. (default: the development CA of the state directory)",
            valueName: "file"),
        completion: .file())
    var ca: String?

    @Option(help: ArgumentHelp("The certificate to show, as PEM.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(help: ArgumentHelp("The private key of that certificate, as PEM.", valueName: "file"), completion: .file())
    var key: String?

    @Option(
        help: ArgumentHelp("A file with the token to show, which not everyone can read.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "How long one call may take, such as 500ms, 10s or 2m. (default: 10s)", valueName: "duration"),
        transform: { text in
            guard TimeLimit(text) != nil else { throw ValidationError("Give \(TimeLimit.notation).") }
            return text
        })
    var timeout: String?

    @Option(help: ArgumentHelp("Take what is not given from this profile.", valueName: "name"))
    var profile: String?

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("Give --certificate and --key together.") }
    }

    /// What the flags say, by name.
    var flags: [String: String] {
        [
            "server": server, "ca": ca, "certificate": certificate, "key": key, "token-file": tokenFile,
            "timeout": timeout, "profile": profile,
        ].compactMapValues { $0 }
    }
}
