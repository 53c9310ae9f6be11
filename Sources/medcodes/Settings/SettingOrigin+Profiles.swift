internal import CommandLineSupport

extension SettingOrigin {
    /// Whether a flag or the environment said it.
    var isAboveProfiles: Bool {
        switch self {
        case .flag, .environment: true
        case .file, .standard: false
        }
    }
}
