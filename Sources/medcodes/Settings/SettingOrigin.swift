/// Who said what a setting is; a flag beats the environment, which beats the profile, which beats the default.
enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case flag
    case environment(variable: String)
    /// A line of the configuration file.
    case file(place: String)
    case standard

    /// Whether a flag or the environment said it.
    var isAboveProfiles: Bool {
        switch self {
        case .flag, .environment: true
        case .file, .standard: false
        }
    }

    var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let variable): variable
        case .file(let place): place
        case .standard: "default"
        }
    }
}
