internal import Foundation

/// Every number that decides the order of search results, in one place.
///
/// The score of a code is Σ over the groups of the query of `weight(group) · max(alternative)`, less what the code's
/// descriptor says beyond the query, plus a bonus for the tiers (exact code, exact wording, code prefix). How the
/// numbers were found: Tests/Benchmarks/SearchEvaluation.
enum RankingWeights {
    // MARK: Where a word stands

    /// How much a word counts in this field, of 1 for the long descriptor.
    static func field(_ field: SearchField) -> Float {
        switch field {
        case .descriptor, .synonym: 1
        case .shortDescriptor, .otherDescriptor: 0.9
        case .inclusionTerm: 0.7
        case .indexEntry: 0.8
        case .narrativeName: 0.65
        case .heading: 0.6
        case .narrative: 0.3
        }
    }

    // MARK: How a word was found

    /// A relative of the word typed (`replacement` for `replaced`).
    static let relative: Float = 0.6
    /// The most relatives looked at.
    static let relativeCountMax = 8
    /// A correction of the word typed: one edit, two edits.
    static let correction: [Float] = [0.95, 0.85]
    /// What speaks for a correction: per edit against it; the same first letter, the same last letter, and each time
    /// twice as many documents hold the word for it.
    static let editMerit: Float = 10
    static let firstLetterMerit: Float = 2
    static let lastLetterMerit: Float = 1
    static let frequencyMerit: Float = 0.4
    /// The most corrections looked at.
    static let correctionCountMax = 4
    /// The words of a phrase of the lexicon, taken as they are.
    static let literalPhrase: Float = 0.8
    /// Word parts (`cholecyst` + `ectomy`) of a word the index knows itself.
    static let wordParts: Float = 0.8
    /// An alternative that comes later in its line, per place.
    static let laterAlternative: Float = 0.94
    /// What a knowledge file says instead of a term (`use`, `see`).
    static let useInstead: Float = 0.8
    static let seeInstead: Float = 0.8

    // MARK: Groups

    /// What is left of an alternative's value when not all of its words are found.
    static let incomplete: Float = 0.7
    /// The part of the weight of a word that says little (`other`, `procedure`).
    static let weakWord: Float = 0.3
    /// What an excluded word ("without") costs a code that has it, of its weight.
    static let excluded: Float = 0.6

    /// What a code gains when all words of the query belong to its system, of the mean weight of a group.
    static let affinity: Float = 0.5
    /// What is left of a word's belonging to a system when the lexicon reads it for other systems only.
    static let affinityElsewhere: Float = 0.2

    /// What a code gains when a word of the query is one its system's descriptors start with, as `Excision` does: when
    /// the query starts or ends with it, and when it stands elsewhere.
    static let leadingWord: Float = 1.2
    static let innerLeadingWord: Float = 0.6
    /// In a list (`scapula, clavicle and ribs`), what counts of the items besides the one that matches best.
    static let furtherItem: Float = 0.6
    /// The part of the weight of a word in parentheses.
    static let aside: Float = 0.3

    // MARK: What the query does not say

    /// What a descriptor word costs that the query does not say, of its weight.
    static let unasked: Float = 0.15
    /// The same for words that say "nothing in particular" (`unspecified`, `initial encounter`).
    static let unaskedWeak: Float = 0.05

    /// The part of the query's groups that a code must have to match; weak words and asides do not count.
    static let matchShare: Float = 1 / 3

    // MARK: Tiers

    static let exactCode: Float = 3000
    static let exactWording: Float = 2000
    static let codePrefix: Float = 1000

    /// Whether a score is that of a code found by its characters, which says nothing of words.
    static func isByCode(_ score: Float) -> Bool { score == exactCode || score == codePrefix }

    /// The weight of a word that `documentCount` of `total` codes have: √idf.
    static func word(documentCount: Int, of total: Int) -> Float {
        log(1 + (Float(total) + 1) / (Float(documentCount) + 0.5)).squareRoot()
    }
}
