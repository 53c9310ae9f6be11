internal import ArgumentParser
internal import CommandLineSupport

/// A setting of the server: one name, meaning, range and default for the flag, the environment and the file.
///
/// `--call-limit 500`, `MEDCODES_CALL_LIMIT=500` and `"call-limit": 500` say the same.
struct SettingDefinition<Value: Sendable>: Sendable {
    /// The flag's name without dashes, e.g. `tls-key`.
    let name: String
    /// What a value is, in a word, for the help.
    let valueName: String
    /// What the setting does, in a sentence, for the help.
    let summary: String
    /// What may be written, with unit and range, for errors.
    let expected: String
    /// Whether SIGHUP puts a new value into force; others need a start.
    var isReloadable = false
    /// Whether there may be several: repeated flags, commas between them in the environment, a list in the file.
    var isList = false
    /// The default in words, where its value would not say what it means.
    var standardText: String?
    /// The default.
    let standard: @Sendable (StateDirectory) -> Value
    /// Reads what is written; nil when it cannot be that. Texts are one, unless it is a list.
    let read: @Sendable ([String]) -> Value?

    /// The variable of the environment, e.g. `MEDCODES_TLS_KEY`.
    var variable: String { "MEDCODES_" + name.uppercased().replacing("-", with: "_") }

    /// The flag's help.
    func help(standard: String) -> ArgumentHelp {
        ArgumentHelp("\(summary) (default: \(standard))", valueName: valueName)
    }
}
