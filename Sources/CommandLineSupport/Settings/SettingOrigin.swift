/// Who said what a setting is; a flag beats the environment, which beats the file, which beats the default.
package enum SettingOrigin: Hashable, Sendable {
    /// The command line.
    case flag
    /// This variable of the environment.
    case environment(variable: String)
    /// The settings file; the file and, where it is known, the line.
    case file(place: String)
    /// Nobody.
    case standard
}

extension SettingOrigin: CustomStringConvertible {
    /// What a table shows: `flag`, the variable, the place in the file, or `default`.
    package var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let variable): variable
        case .file(let place): place
        case .standard: "default"
        }
    }
}
