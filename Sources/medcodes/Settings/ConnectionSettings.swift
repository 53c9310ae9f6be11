internal import CommandLineSupport

/// Where the service is and how to trust it, and for each setting who said so: a flag, else the environment
/// (`MEDCODES_SERVER`, `MEDCODES_CA` …), else a profile of the configuration file, else the default.
struct ConnectionSettings: Sendable {
    /// A value as it is written behind a flag, and who gave it.
    struct Value: Hashable, Sendable {
        var text: String
        var origin: SettingOrigin
    }

    /// The settings a profile may have, which are those of the flags.
    static let names = ["server", "ca", "certificate", "key", "token-file", "timeout"]

    /// The profile in use; nil for none.
    let profile: Value?
    /// `HOST:PORT`, or several with commas between them. Default 127.0.0.1:7443.
    let server: Value
    /// A PEM file; nil for the development CA.
    let ca: Value?
    /// A PEM file with a certificate, and one with its key; nil for none.
    let certificate: Value?
    let key: Value?
    /// A file with a bearer token; nil for none.
    let tokenFile: Value?
    /// How long a call may take. Default 10 s.
    let timeout: Value
    /// ``timeout`` as a time.
    let timeLimit: TimeLimit
    /// The file that profiles stand in.
    let file: ProfileFile

    /// Puts flags, environment, profile and defaults together.
    ///
    /// - Parameter flags: What flags say, by their names without dashes.
    /// - Throws: ``CommandFailure`` of status `usage` naming the setting that is wrong and who set it.
    init(flags: [String: String], environment: [String: String]) throws(CommandFailure) {
        file = try ProfileFile(environment: environment)
        var source = Source(flags: flags, environment: environment, file: file)
        let named = try source.value("profile")
        profile = if let named { named } else { try file.standardProfile() }
        if let profile { source.profile = try file.profile(profile.text, origin: profile.origin) }
        server = try source.value("server") ?? Value(text: "127.0.0.1:7443", origin: .standard)
        ca = try source.path("ca")
        certificate = try source.path("certificate")
        key = try source.path("key")
        tokenFile = try source.path("token-file")
        timeout = try source.value("timeout") ?? Value(text: "10s", origin: .standard)
        guard let limit = TimeLimit(timeout.text) else {
            throw CommandFailure(
                .usage, "timeout cannot be '\(timeout.text)' (\(timeout.origin))", remedy: "write \(TimeLimit.notation)"
            )
        }
        timeLimit = limit
        try requireBothOrNeither()
        try requireOwnToken()
    }

    private func requireBothOrNeither() throws(CommandFailure) {
        guard (certificate == nil) != (key == nil), let given = certificate ?? key else { return }
        let (name, other) = certificate == nil ? ("key", "certificate") : ("certificate", "key")
        throw CommandFailure(
            .usage, "\(name) is given (\(given.origin)) without \(other)", remedy: "give both, or neither")
    }

    /// A profile's token is a secret between its user and its server, and is shown to no other.
    private func requireOwnToken() throws(CommandFailure) {
        guard let profile, case .file? = tokenFile?.origin, server.origin.isAboveProfiles,
            try file.profile(profile.text, origin: profile.origin).text("server") != nil
        else { return }
        throw CommandFailure(
            .usage, "the token of profile '\(profile.text)' is not for the server \(server.text) (\(server.origin))",
            remedy: "give --token-file too, or another --profile")
    }
}

/// Where settings are looked up.
private struct Source {
    let flags: [String: String]
    let environment: [String: String]
    let file: ProfileFile
    var profile: SettingsFile.Group?

    func value(_ name: String) throws(CommandFailure) -> ConnectionSettings.Value? {
        if let text = flags[name] { return .init(text: text, origin: .flag) }
        let variable = "MEDCODES_" + name.uppercased().replacing("-", with: "_")
        if let text = environment[variable], !text.isEmpty {
            return .init(text: text, origin: .environment(variable: variable))
        }
        guard let profile, let text = try profile.text(name) else { return nil }
        return .init(text: text, origin: .file(place: profile.place(of: name)))
    }

    func path(_ name: String) throws(CommandFailure) -> ConnectionSettings.Value? {
        guard var value = try value(name) else { return nil }
        if case .file = value.origin { value.text = file.resolve(value.text) }
        return value
    }
}
