internal import CommandLineSupport
internal import EventLoop

/// Everything the server runs with: one documented value for each setting, and who said so.
struct ServeSettings: Sendable {
    /// Where to listen. Default 127.0.0.1:7443.
    var listen: Setting<Endpoint>
    /// The catalog. Default: the starter catalog in the state directory.
    var store: Setting<StoreURL>
    /// The server's certificate and key. Default: development certificates in the state directory.
    var tlsCertificate: Setting<String>
    var tlsKey: Setting<String>
    /// Who signs clients' certificates; nil when clients show none, which is the default.
    var clientCA: Setting<String>?
    /// The names of certificates that may change the catalog; several in the environment have commas between them. Nil
    /// when nobody may, which is the default.
    var adminIdentities: Setting<AdminIdentities>?
    /// What cached answers may weigh. Default 64 MiB.
    var cacheSize: Setting<ByteSize>
    /// Calls in progress at once, over all connections, 1...1,000,000. Default 20,000.
    var callLimit: Setting<Int>
    /// Where what is not given is kept.
    var stateDirectory: StateDirectory

    /// Whether the store is the starter catalog, which the server loads itself.
    var usesStarterCatalog: Bool { if case .standard = store.origin { true } else { false } }
    /// Whether the certificate is a development certificate, which the server makes itself.
    var usesDevelopmentCertificate: Bool { if case .standard = tlsCertificate.origin { true } else { false } }

    /// Puts flags, environment and defaults together.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` naming the setting that is wrong, who set it, and what to write.
    init(_ options: ServeOptions, environment: [String: String]) throws(CommandFailure) {
        let source = Source(environment: environment)
        stateDirectory = try StateDirectory(environment: environment)
        listen = try source.setting(
            "listen", flag: options.listen, standard: "127.0.0.1:7443", expected: "HOST:PORT, e.g. 127.0.0.1:7443",
            Endpoint.init(_:))
        store = try source.setting(
            "store", flag: options.store, standard: "sqlite:\(stateDirectory.path)/starter.sqlite",
            expected: "sqlite:PATH", StoreURL.init(_:))
        let certificates = stateDirectory.certificates
        tlsCertificate = try source.setting(
            "tls-certificate", flag: options.tlsCertificate, standard: certificates + "/server.pem",
            expected: "a file", Self.path)
        tlsKey = try source.setting(
            "tls-key", flag: options.tlsKey, standard: certificates + "/server.key", expected: "a file", Self.path)
        clientCA = try source.optionalSetting("client-ca", flag: options.clientCA, expected: "a file", Self.path)
        adminIdentities = try source.optionalSetting(
            "admin-identity",
            flag: options.adminIdentities.isEmpty ? nil : options.adminIdentities.joined(separator: ","),
            expected: "a name of a client certificate, e.g. loader.example", AdminIdentities.init(_:))
        cacheSize = try source.setting(
            "cache-size", flag: options.cacheSize, standard: "64MiB", expected: "a size, e.g. 64MiB", ByteSize.init(_:))
        callLimit = try source.setting(
            "call-limit", flag: options.callLimit, standard: "20000", expected: "a number from 1 to 1000000"
        ) { text in Int(text).flatMap { (1...1_000_000).contains($0) ? $0 : nil } }
        try requireBothOrNeither()
        guard adminIdentities == nil || clientCA != nil else {
            throw CommandFailure(
                .usage, "admin-identity is given without client-ca, so no client shows a certificate",
                remedy: "name the authority of the administrators' certificates with --client-ca")
        }
    }

    /// Every setting as name, value and origin, in the order of the help.
    var table: [(name: String, value: String, origin: String)] {
        [
            (listen.name, listen.text, "\(listen.origin)"),
            (store.name, store.text, "\(store.origin)"),
            (tlsCertificate.name, tlsCertificate.text, "\(tlsCertificate.origin)"),
            (tlsKey.name, tlsKey.text, "\(tlsKey.origin)"),
            (
                "client-ca", clientCA?.text ?? "none: clients show no certificate",
                clientCA.map { "\($0.origin)" } ?? "default"
            ),
            (
                "admin-identity", adminIdentities?.text ?? "none: nobody may change the catalog over the wire",
                adminIdentities.map { "\($0.origin)" } ?? "default"
            ),
            (cacheSize.name, cacheSize.text, "\(cacheSize.origin)"),
            (callLimit.name, callLimit.text, "\(callLimit.origin)"),
        ]
    }

    private func requireBothOrNeither() throws(CommandFailure) {
        if case .standard = tlsKey.origin, !usesDevelopmentCertificate {
            throw CommandFailure(
                .usage, "tls-certificate is given without tls-key",
                remedy: "give the certificate's private key with --tls-key")
        }
        if usesDevelopmentCertificate, case .standard = tlsKey.origin { return }
        if usesDevelopmentCertificate {
            throw CommandFailure(
                .usage, "tls-key is given without tls-certificate",
                remedy: "give the certificate with --tls-certificate")
        }
    }

    private static func path(_ text: String) -> String? { text.isEmpty ? nil : text }
}

/// Where settings are looked up: the flag, then the environment, then the default.
private struct Source {
    let environment: [String: String]

    func setting<Value>(
        _ name: String, flag: String?, standard: String, expected: String, _ read: (String) -> Value?
    ) throws(CommandFailure) -> Setting<Value> {
        if let given = try optionalSetting(name, flag: flag, expected: expected, read) { return given }
        guard let value = read(standard) else {
            throw CommandFailure(
                .failure, "the default of \(name), '\(standard)', cannot be used", remedy: "give --\(name)")
        }
        return Setting(name: name, value: value, origin: .standard)
    }

    func optionalSetting<Value>(
        _ name: String, flag: String?, expected: String, _ read: (String) -> Value?
    ) throws(CommandFailure) -> Setting<Value>? {
        let variable = "MEDCODES_" + name.uppercased().replacing("-", with: "_")
        let (text, origin): (String, Setting<Value>.Origin)
        if let flag {
            (text, origin) = (flag, .flag)
        } else if let value = environment[variable], !value.isEmpty {
            (text, origin) = (value, .environment(variable: variable))
        } else {
            return nil
        }
        guard let value = read(text) else {
            throw CommandFailure(.usage, "\(name) cannot be '\(text)' (\(origin))", remedy: "write \(expected)")
        }
        return Setting(name: name, value: value, origin: origin)
    }
}
