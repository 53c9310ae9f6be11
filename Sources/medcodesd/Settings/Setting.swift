/// A value the server runs with, and who said so.
struct Setting<Value: Sendable>: Sendable {
    /// Who said so; a flag beats the environment, which beats the default.
    enum Origin: Sendable {
        case flag
        case environment(variable: String)
        case standard
    }

    /// The flag's name without dashes, e.g. `tls-key`.
    let name: String
    /// The value.
    let value: Value
    /// Who said so.
    let origin: Origin

    /// The value for people.
    var text: String { "\(value)" }
}

extension Setting.Origin: CustomStringConvertible {
    var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let variable): variable
        case .standard: "default"
        }
    }
}
