public import CatalogModel

/// One line of the lexicon: a way to say something, and the words the official descriptors use for it.
public struct LexiconEntry: Hashable, Sendable {
    /// How the term relates to the words.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Another way to say the same: a lay word, a clinical word, a phrase.
        case same
        /// An abbreviation.
        case abbr
        /// A word part, written with a hyphen where the rest of the word is: `-ectomy`, `cardio-`.
        case affix
        /// A variant spelling.
        case spell
        /// A brand name.
        case brand
        /// A name made from a person's.
        case eponym
        /// A word pair learned from examples, weaker than what a person wrote.
        case learned
    }

    /// The term, as people say it.
    public var term: String
    /// How the term relates to the words.
    public var kind: Kind
    /// What the descriptors say, best first; the words of one alternative belong together.
    public var alternatives: [String]
    /// The only system in which it holds; nil for all.
    public var system: CodeSystem?
    /// How sure it is, more than 0 to 1.
    public var weight: Double

    /// A line.
    public init(term: String, kind: Kind, alternatives: [String], system: CodeSystem? = nil, weight: Double = 1) {
        self.term = term
        self.kind = kind
        self.alternatives = alternatives
        self.system = system
        self.weight = weight
    }
}
