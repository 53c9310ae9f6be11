internal import CommandLineSupport

/// Where settings are looked up: the flag, then the environment, then the file, then the default.
struct SettingSource {
    /// What the flags say, by name; a flag that is not given is not in it.
    let flags: [String: [String]]
    /// The environment.
    let environment: [String: String]
    /// What stands in the file; nil without one.
    let file: SettingsFile.Group?
    /// Where defaults lie.
    let stateDirectory: StateDirectory

    /// The value that counts.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` naming the setting that is wrong, who set it, and what to write.
    func setting<Value>(_ definition: SettingDefinition<Value>) throws(CommandFailure) -> Setting<Value> {
        guard let (texts, origin) = try given(definition) else {
            let value = definition.standard(stateDirectory)
            return Setting(
                definition: definition, value: value, text: definition.standardText ?? "\(value)", origin: .standard)
        }
        let text = texts.joined(separator: ",")
        guard let value = definition.read(texts) else {
            throw CommandFailure(
                .usage, "\(definition.name) cannot be '\(text)' (\(origin))", remedy: "write \(definition.expected)")
        }
        return Setting(definition: definition, value: value, text: text, origin: origin)
    }

    private func given<Value>(
        _ definition: SettingDefinition<Value>
    ) throws(CommandFailure) -> (texts: [String], origin: SettingOrigin)? {
        let name = definition.name
        if let texts = flags[name] { return (texts, .flag) }
        if let text = environment[definition.variable], !text.isEmpty {
            let texts = definition.isList ? text.split(separator: ",", omittingEmptySubsequences: false) : [text[...]]
            return (texts.map(String.init), .environment(variable: definition.variable))
        }
        guard let file else { return nil }
        let texts = definition.isList ? try file.texts(name) : try file.text(name).map { [$0] }
        return texts.map { ($0, .file(place: file.place(of: name))) }
    }
}
