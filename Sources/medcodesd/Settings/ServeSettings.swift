internal import Access
internal import AuditLog
internal import CatalogModel
internal import CommandLineSupport
internal import EventLoop
internal import Logging

/// Everything the server runs with, and who said so. ``ServeDefinitions`` tells what each setting is.
struct ServeSettings: Sendable {
    let listen: Setting<Endpoint>
    let store: Setting<StoreURL>
    let tlsCertificate: Setting<String>
    let tlsKey: Setting<String>
    let clientCA: Setting<String?>
    private(set) var adminIdentities: Setting<Set<String>>
    private(set) var identities: Setting<String?>
    let tokens: Setting<String?>
    let anonymous: Setting<AnonymousPolicy?>
    private(set) var rateLimit: Setting<RateLimit>
    private(set) var concurrencyLimit: Setting<ConcurrencyLimit>
    let cacheSize: Setting<ByteSize>
    let callLimit: Setting<Int>
    private(set) var drainTime: Setting<TimeLimit>
    let search: Setting<Switch>
    let adminListen: Setting<Endpoint?>
    let auditLog: Setting<String?>
    let auditMode: Setting<AuditMode>
    let auditFileSize: Setting<ByteSize>
    private(set) var logLevel: Setting<Logger.Level>
    let logFormat: Setting<LogFormat>
    private(set) var logContent: Setting<Switch>
    /// Where what is not given is kept.
    let stateDirectory: StateDirectory

    /// Whether the store is the starter catalog, which the server loads itself.
    var usesStarterCatalog: Bool { store.origin == .standard }
    /// Whether the certificate is a development certificate, which the server makes itself.
    var usesDevelopmentCertificate: Bool { tlsCertificate.origin == .standard }

    /// Puts flags, environment, file and defaults together.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` naming the setting that is wrong, who set it, and what to write.
    init(_ options: ServeOptions, environment: [String: String]) throws(CommandFailure) {
        stateDirectory = try StateDirectory(environment: environment)
        let configured = environment["MEDCODES_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let file = try (options.config ?? configured).map { (path) throws(CommandFailure) in
            try SettingsFile(path: path).settings
        }
        let source = SettingSource(
            flags: options.given, environment: environment, file: file, stateDirectory: stateDirectory)
        listen = try source.setting(ServeDefinitions.listen)
        store = try source.setting(ServeDefinitions.store)
        tlsCertificate = try source.setting(ServeDefinitions.tlsCertificate)
        tlsKey = try source.setting(ServeDefinitions.tlsKey)
        clientCA = try source.setting(ServeDefinitions.clientCA)
        adminIdentities = try source.setting(ServeDefinitions.adminIdentities)
        identities = try source.setting(ServeDefinitions.identities)
        tokens = try source.setting(ServeDefinitions.tokens)
        anonymous = try source.setting(ServeDefinitions.anonymous)
        rateLimit = try source.setting(ServeDefinitions.rateLimit)
        concurrencyLimit = try source.setting(ServeDefinitions.concurrencyLimit)
        cacheSize = try source.setting(ServeDefinitions.cacheSize)
        callLimit = try source.setting(ServeDefinitions.callLimit)
        drainTime = try source.setting(ServeDefinitions.drainTime)
        search = try source.setting(ServeDefinitions.search)
        adminListen = try source.setting(ServeDefinitions.adminListen)
        auditLog = try source.setting(ServeDefinitions.auditLog)
        auditMode = try source.setting(ServeDefinitions.auditMode)
        auditFileSize = try source.setting(ServeDefinitions.auditFileSize)
        logLevel = try source.setting(ServeDefinitions.logLevel)
        logFormat = try source.setting(ServeDefinitions.logFormat)
        logContent = try source.setting(ServeDefinitions.logContent)
        try file?.requireOnly(lines.map(\.name))
        try Self.requireKnown(environment, names: lines.map(\.name))
        try requireSense()
    }

    /// Takes over what may change while the server runs.
    mutating func adoptReloadable(of new: ServeSettings) {
        adminIdentities = new.adminIdentities
        identities = new.identities
        rateLimit = new.rateLimit
        concurrencyLimit = new.concurrencyLimit
        logLevel = new.logLevel
        logContent = new.logContent
        drainTime = new.drainTime
    }

    /// Every setting as tables show it, in the order of the help.
    var lines: [SettingLine] {
        [
            SettingLine(listen), SettingLine(store), SettingLine(tlsCertificate), SettingLine(tlsKey),
            SettingLine(clientCA), SettingLine(adminIdentities), SettingLine(identities), SettingLine(tokens),
            SettingLine(anonymous), SettingLine(rateLimit), SettingLine(concurrencyLimit), SettingLine(cacheSize),
            SettingLine(callLimit), SettingLine(drainTime), SettingLine(search), SettingLine(adminListen),
            SettingLine(auditLog), SettingLine(auditMode), SettingLine(auditFileSize),
            SettingLine(logLevel), SettingLine(logFormat), SettingLine(logContent),
        ]
    }

    /// Variables of ours that are no settings of the server: its state directory and file, and what the CLI reads.
    private static let otherVariables: Set<String> = [
        "STATE_DIRECTORY", "CONFIG", "PROFILE", "SERVER", "CA", "CERTIFICATE", "KEY", "TOKEN", "TOKEN_FILE",
    ]

    /// Refuses variables that are a slip away from a setting's. Others with our prefix may be anybody's: Kubernetes makes
    /// `MEDCODES_SERVICE_HOST` for a service that is called medcodes.
    private static func requireKnown(_ environment: [String: String], names: [String]) throws(CommandFailure) {
        let prefix = "MEDCODES_"
        for variable in environment.keys.sorted() where variable.hasPrefix(prefix) {
            let rest = String(variable.dropFirst(prefix.count))
            let name = rest.lowercased().replacing("_", with: "-")
            guard !otherVariables.contains(rest), !names.contains(name),
                let nearest = Suggestion.nearest(to: name, among: names)
            else { continue }
            throw CommandFailure(
                .usage, "there is no setting for the variable \(variable)",
                remedy: "did you mean \(prefix)\(nearest.uppercased().replacing("-", with: "_"))?")
        }
    }

    /// Refuses what cannot be meant together.
    private func requireSense() throws(CommandFailure) {
        if usesDevelopmentCertificate != (tlsKey.origin == .standard) {
            let (given, missing) = usesDevelopmentCertificate ? (tlsKey, tlsCertificate) : (tlsCertificate, tlsKey)
            throw CommandFailure(
                .usage, "\(given.definition.name) is given without \(missing.definition.name)",
                remedy: "give both, with --\(missing.definition.name)")
        }
        guard adminIdentities.value.isEmpty || clientCA.value != nil else {
            throw CommandFailure(
                .usage, "admin-identity is given without client-ca, so no client shows a certificate",
                remedy: "name the authority of the administrators' certificates with --client-ca")
        }
        guard identities.value == nil || clientCA.value != nil else {
            throw CommandFailure(
                .usage, "identities is given without client-ca, so no client shows a certificate",
                remedy: "name the authority of the clients' certificates with --client-ca")
        }
        try requireKnownCallers(on: listen.value)
    }
}
