internal import ArgumentParser
internal import CommandLineSupport

/// Where the service is and how to trust it; accepted before and after the command's name.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The service's address; IPv6 in brackets.", valueName: "host:port"))
    var server = "127.0.0.1:7443"

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
        help: ArgumentHelp(
            "How long one call may take, such as 500ms, 10s or 2m. (default: 10s)", valueName: "duration"),
        transform: { text in
            guard let limit = TimeLimit(text) else {
                throw ValidationError("Give a duration such as 500ms, 10s or 2m.")
            }
            return limit
        })
    var timeout = TimeLimit.standard

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("Give --certificate and --key together.") }
    }
}
