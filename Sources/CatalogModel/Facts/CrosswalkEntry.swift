/// A counterpart of a code in another system, or one part of a counterpart made of several codes.
public struct CrosswalkEntry: CatalogFact {
    /// `crosswalk`.
    public static let kind = FactKind.crosswalk

    /// How a counterpart stands to the code it is one of (FHIR R5, ConceptMap relationship).
    public enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
        /// They overlap; how is not said (General Equivalence Mappings flag it as approximate).
        case relatedTo
        /// They mean the same.
        case equivalent
        /// The source is narrower than the target.
        case sourceIsNarrowerThanTarget
        /// The source is broader than the target.
        case sourceIsBroaderThanTarget
        /// They are said not to be related, or the source to have no counterpart.
        case notRelatedTo
    }

    /// The code translated.
    public var source: CodeKey
    /// The system translated to.
    public var targetSystem: CodeSystem
    /// The counterpart; nil where the source is said to have none in that system.
    public var target: CodeKey?
    /// How the counterpart stands to the source.
    public var relation: Relation
    /// Whether the counterpart is one of several codes that stand for the source together only.
    public var isCombination: Bool
    /// The number of the way to combine codes, from 1; 0 when the counterpart stands alone.
    public var scenario: Int
    /// The number of the choice list within the scenario, from 1; 0 when the counterpart stands alone.
    public var choiceList: Int
    /// The days on which the entry holds.
    public var period: ValidityPeriod

    /// An entry.
    public init(
        source: CodeKey, targetSystem: CodeSystem, target: CodeKey?, relation: Relation, isCombination: Bool = false,
        scenario: Int = 0, choiceList: Int = 0, period: ValidityPeriod = .always
    ) {
        self.source = source
        self.targetSystem = targetSystem
        self.target = target
        self.relation = relation
        self.isCombination = isCombination
        self.scenario = scenario
        self.choiceList = choiceList
        self.period = period
    }
}
