/// A body of facts that is published again and again as a whole: the editions of a scope replace one another, those of
/// different scopes stand side by side.
public struct FactScope: Hashable, Sendable, Codable {
    /// The name of the import format that reads it, e.g. `ncci-ptp`.
    public var format: String
    /// Which of the format's bodies it is, e.g. `practitioner`; empty where there is one only.
    ///
    /// For pair edits and unit limits it is the ``EditSetting``'s raw value.
    public var part: String

    /// A scope.
    public init(format: String, part: String = "") {
        self.format = format
        self.part = part
    }
}

/// A published edition of a scope: in force from its effective date until the next loaded one.
public struct FactEdition: Hashable, Sendable, Codable {
    /// What it is an edition of.
    public var scope: FactScope
    /// The edition's name, e.g. `2025Q3`; empty when it has none.
    public var label: String
    /// The first day on which it is in force; nil when it has been since ever.
    public var effective: CalendarDate?
    /// The files it was read from, without folders.
    public var files: [String]

    /// An edition.
    public init(scope: FactScope, label: String = "", effective: CalendarDate? = nil, files: [String] = []) {
        self.scope = scope
        self.label = label
        self.effective = effective
        self.files = files
    }
}

extension FactScope: CustomStringConvertible {
    /// Format and part.
    public var description: String { part.isEmpty ? format : "\(format) \(part)" }
}
