/// The counterparts of a code in another system (FHIR `$translate`).
public struct CodeTranslation: Hashable, Sendable {
    /// Why there is no counterpart, as one sentence for people; empty when there is one.
    public var message: String
    /// The counterparts, ordered by scenario, choice list and code. Those said not to be related are among them.
    public var matches: [TranslationMatch]

    /// A translation.
    public init(message: String = "", matches: [TranslationMatch]) {
        self.message = message
        self.matches = matches
    }

    /// Whether there is a counterpart.
    public var result: Bool { matches.contains { $0.relation != .notRelatedTo } }
}

/// One counterpart of a code, or one part of a counterpart made of several codes.
public struct TranslationMatch: Hashable, Sendable {
    /// The counterpart.
    public var key: CodeKey
    /// Its descriptor; empty when the code is not loaded.
    public var display: String
    /// How it stands to the code translated.
    public var relation: CrosswalkEntry.Relation
    /// The number of the way to combine codes, from 1: one code of each choice list of one scenario together are the
    /// counterpart. 0 when the match stands alone.
    public var scenario: Int
    /// The number of the choice list within the scenario, from 1; 0 when the match stands alone.
    public var choiceList: Int
    /// Where the crosswalk comes from.
    public var source: Provenance

    /// A match.
    public init(
        key: CodeKey, display: String = "", relation: CrosswalkEntry.Relation, scenario: Int = 0, choiceList: Int = 0,
        source: Provenance
    ) {
        self.key = key
        self.display = display
        self.relation = relation
        self.scenario = scenario
        self.choiceList = choiceList
        self.source = source
    }
}
