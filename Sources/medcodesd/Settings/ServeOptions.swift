internal import ArgumentParser

/// The flags that `serve` and `check` share; what is not given here comes from the environment or the file, or is the
/// default.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A JSON5 file of settings, named as the flags are. (default: none, or $MEDCODES_CONFIG)",
            valueName: "file"))
    var config: String?

    @Option(help: ServeDefinitions.listen.help(standard: "127.0.0.1:7443"))
    var listen: String?

    @Option(help: ServeDefinitions.store.help(standard: "the starter catalog"))
    var store: String?

    @Option(help: ServeDefinitions.tlsCertificate.help(standard: "a development certificate"))
    var tlsCertificate: String?

    @Option(help: ServeDefinitions.tlsKey.help(standard: "the development certificate's"))
    var tlsKey: String?

    @Option(name: .customLong("client-ca"), help: ServeDefinitions.clientCA.help(standard: "none"))
    var clientCA: String?

    @Option(
        name: .customLong("admin-identity"), help: ServeDefinitions.adminIdentities.help(standard: "nobody may"))
    var adminIdentities: [String] = []

    @Option(help: ServeDefinitions.identities.help(standard: "none"))
    var identities: String?

    @Option(help: ServeDefinitions.tokens.help(standard: "none"))
    var tokens: String?

    @Option(
        help: ServeDefinitions.anonymous.help(
            standard: "readers on loopback without --client-ca and --tokens, otherwise none"))
    var anonymous: String?

    @Option(help: ServeDefinitions.rateLimit.help(standard: "none"))
    var rateLimit: String?

    @Option(help: ServeDefinitions.concurrencyLimit.help(standard: "none"))
    var concurrencyLimit: String?

    @Option(help: ServeDefinitions.cacheSize.help(standard: "64MiB"))
    var cacheSize: String?

    @Option(help: ServeDefinitions.callLimit.help(standard: "20000"))
    var callLimit: String?

    @Option(help: ServeDefinitions.drainTime.help(standard: "10s"))
    var drainTime: String?

    @Option(help: ServeDefinitions.search.help(standard: "on"))
    var search: String?

    @Option(help: ServeDefinitions.adminListen.help(standard: "none"))
    var adminListen: String?

    @Option(help: ServeDefinitions.auditLog.help(standard: "none"))
    var auditLog: String?

    @Option(help: ServeDefinitions.auditMode.help(standard: "buffered"))
    var auditMode: String?

    @Option(help: ServeDefinitions.auditFileSize.help(standard: "256MiB"))
    var auditFileSize: String?

    @Option(help: ServeDefinitions.logLevel.help(standard: "notice"))
    var logLevel: String?

    @Option(help: ServeDefinitions.logFormat.help(standard: "text"))
    var logFormat: String?

    @Option(help: ServeDefinitions.logContent.help(standard: "off"))
    var logContent: String?

    /// The flags that are given, by the names of their settings.
    var given: [String: [String]] {
        let single: [(String, String?)] = [
            (ServeDefinitions.listen.name, listen), (ServeDefinitions.store.name, store),
            (ServeDefinitions.tlsCertificate.name, tlsCertificate), (ServeDefinitions.tlsKey.name, tlsKey),
            (ServeDefinitions.clientCA.name, clientCA), (ServeDefinitions.identities.name, identities),
            (ServeDefinitions.tokens.name, tokens), (ServeDefinitions.anonymous.name, anonymous),
            (ServeDefinitions.rateLimit.name, rateLimit), (ServeDefinitions.concurrencyLimit.name, concurrencyLimit),
            (ServeDefinitions.cacheSize.name, cacheSize), (ServeDefinitions.callLimit.name, callLimit),
            (ServeDefinitions.drainTime.name, drainTime), (ServeDefinitions.search.name, search),
            (ServeDefinitions.adminListen.name, adminListen),
            (ServeDefinitions.auditLog.name, auditLog),
            (ServeDefinitions.auditMode.name, auditMode),
            (ServeDefinitions.auditFileSize.name, auditFileSize),
            (ServeDefinitions.logLevel.name, logLevel),
            (ServeDefinitions.logFormat.name, logFormat),
            (ServeDefinitions.logContent.name, logContent),
        ]
        var given: [String: [String]] = [:]
        for (name, text) in single { given[name] = text.map { [$0] } }
        if !adminIdentities.isEmpty { given[ServeDefinitions.adminIdentities.name] = adminIdentities }
        return given
    }
}
