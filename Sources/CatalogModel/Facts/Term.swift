/// Words that lead to a code, to the codes with a prefix, or to other words.
public struct Term: CatalogFact {
    /// `term`.
    public static let kind = FactKind.term

    /// Where a term comes from.
    public enum TermKind: String, Hashable, Sendable, Codable, CaseIterable {
        /// An entry of an alphabetic index; nested entries have their path joined by ` > `.
        case indexEntry
        /// An entry of a body-part, device or substance key.
        case partKey
        /// An inclusion term of a tabular list.
        case inclusion
        /// An operator's synonym.
        case synonym
    }

    /// What a term leads to.
    public enum Target: Hashable, Sendable, Codable {
        /// One code.
        case code(CodeKey)
        /// The codes that start with this one's characters.
        case prefix(CodeKey)
        /// Other words, to be looked up instead (`see`).
        case see(String)
        /// Other words, to be looked up as well (`see also`).
        case seeAlso(String)
        /// The words the code system uses for these (`use`).
        case use(String)
    }

    /// The words, as printed.
    public var text: String
    /// The system the words belong to.
    public var system: CodeSystem
    /// Where they come from; `kind` is taken by the kind of fact.
    public var termKind: TermKind
    /// What they lead to. A code in it belongs to ``system``.
    public var target: Target
    /// The days on which the term holds.
    public var period: ValidityPeriod

    /// A term.
    public init(
        text: String, system: CodeSystem, termKind: TermKind, target: Target, period: ValidityPeriod = .always
    ) {
        self.text = text
        self.system = system
        self.termKind = termKind
        self.target = target
        self.period = period
    }
}
