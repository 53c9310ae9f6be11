internal import ArgumentParser

/// The flags that `serve` and `check` share; what is not given here comes from the environment or is the default.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where to listen; port 0 takes a free one. (default: 127.0.0.1:7443)", valueName: "host:port"))
    var listen: String?

    @Option(
        help: ArgumentHelp(
            "The catalog, e.g. sqlite:/var/lib/medcodes/catalog.sqlite. (default: the starter catalog)",
            valueName: "url"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "The server's certificate and its chain, PEM. (default: a development certificate)", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The private key of the certificate, PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(
        name: .customLong("client-ca"),
        help: ArgumentHelp("Asks clients for a certificate signed by one of these authorities, PEM.", valueName: "file")
    )
    var clientCA: String?

    @Option(
        name: .customLong("admin-identity"),
        help: ArgumentHelp(
            "A name of the client certificates that may change the catalog; may be repeated. (default: nobody may)",
            valueName: "name"))
    var adminIdentities: [String] = []

    @Option(help: ArgumentHelp("What the cached answers may weigh, e.g. 64MiB. (default: 64MiB)", valueName: "size"))
    var cacheSize: String?

    @Option(
        help: ArgumentHelp(
            "Calls in progress at once; more are told to come back later. (default: 20000)", valueName: "number"))
    var callLimit: String?
}
