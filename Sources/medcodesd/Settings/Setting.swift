internal import CommandLineSupport

/// A value the server runs with, and who said so.
struct Setting<Value: Sendable>: Sendable {
    /// What it is a value of.
    let definition: SettingDefinition<Value>
    /// The value.
    let value: Value
    /// The value for people.
    let text: String
    /// Who said so.
    let origin: SettingOrigin
}

/// A setting of any type, as tables show it.
struct SettingLine: Hashable, Sendable {
    /// The setting's name.
    let name: String
    /// Its value for people.
    let text: String
    /// Who said so.
    let origin: SettingOrigin
    /// Whether SIGHUP puts a new value into force.
    let isReloadable: Bool

    init<Value>(_ setting: Setting<Value>) {
        name = setting.definition.name
        text = setting.text
        origin = setting.origin
        isReloadable = setting.definition.isReloadable
    }
}
