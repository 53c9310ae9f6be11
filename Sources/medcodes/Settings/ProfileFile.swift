internal import CommandLineSupport
internal import Glibc

/// The configuration file of the client: settings of connections under names, in JSON5.
///
/// ```json5
/// {
///   profile: "work",  // used unless --profile or MEDCODES_PROFILE names another
///   profiles: {
///     work: { server: "codes.example.org:7443", ca: "work-ca.pem", timeout: "5s" },
///   },
/// }
/// ```
///
/// It is `$XDG_CONFIG_HOME/medcodes/config.json5`, or `$HOME/.config/medcodes/config.json5` (XDG Base Directory
/// Specification); nothing is wrong when there is none.
struct ProfileFile: Sendable {
    /// Where the file is, or would be.
    let path: String
    /// Whether it is there.
    let isThere: Bool
    private let settings: SettingsFile.Group?
    private let home: String

    /// Reads the file that this environment names.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with file and line of what cannot be read or is not known.
    init(environment: [String: String]) throws(CommandFailure) {
        home = environment["HOME"] ?? ""
        let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.config"
        path = folder + "/medcodes/config.json5"
        isThere = access(path, F_OK) == 0
        settings = isThere ? try SettingsFile(path: path).settings : nil
        try settings?.requireOnly(["profile", "profiles"])
        guard let profiles = try settings?.group("profiles") else { return }
        for name in profiles.names { try profiles.group(name)?.requireOnly(ConnectionSettings.names) }
    }

    /// The profile that is used when none is named; nil when the file names none.
    func standardProfile() throws(CommandFailure) -> ConnectionSettings.Value? {
        guard let settings, let name = try settings.text("profile") else { return nil }
        return ConnectionSettings.Value(text: name, origin: .file(place: settings.place(of: "profile")))
    }

    /// The settings of a profile.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` when there is no such profile.
    func profile(_ name: String, origin: SettingOrigin) throws(CommandFailure) -> SettingsFile.Group {
        let profiles = try settings?.group("profiles")
        if let profile = try profiles?.group(name) { return profile }
        let names = profiles?.names ?? []
        throw CommandFailure(
            .usage, "there is no profile '\(name)' (\(origin))",
            remedy: names.isEmpty ? "write it into \(path)" : "use \(names.joined(separator: ", "))")
    }

    /// A path in the file: `~/` is the home directory, and anything else begins at the file's own folder.
    func resolve(_ text: String) -> String {
        if text.hasPrefix("/") { return text }
        if text.hasPrefix("~/") { return home + text.dropFirst() }
        return path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex) + "/" + text
    }
}
