/// One thing found in an encounter.
public struct ValidationIssue: Hashable, Sendable {
    /// The most codes named as ``suggestions``.
    public static let suggestionCountMax = 50

    /// How bad an issue is, worst last.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// Worth knowing.
        case information
        /// Worth a look.
        case warning
        /// The line, or the encounter, cannot stand as it is.
        case error
    }

    /// How bad it is.
    public var severity: Severity
    /// The rule that found it.
    public var rule: ValidationRule
    /// The issue as one sentence for people.
    public var message: String
    /// The positions of the lines concerned, from 0. For a pair: column 1, then column 2.
    public var lines: [Int]
    /// The codes that would mend it: successors, or primaries of an add-on code; at most ``suggestionCountMax``.
    public var suggestions: [CodeKey]
    /// Where the rule's fact comes from; nil for rules that need no file.
    public var source: Provenance?
    /// Whether a modifier can allow the pair; for ``ValidationRule/procedurePair`` only.
    public var modifierIndicator: PairEdit.ModifierIndicator?
    /// The most units payable; for ``ValidationRule/unitsOverLimit`` only. 0 means never payable.
    public var unitLimit: Int?
    /// The rationale the source gives for its edit; empty when it gives none.
    public var rationale: String

    /// An issue.
    public init(
        _ severity: Severity, _ rule: ValidationRule, _ message: String, lines: [Int], suggestions: [CodeKey] = [],
        source: Provenance? = nil, modifierIndicator: PairEdit.ModifierIndicator? = nil, unitLimit: Int? = nil,
        rationale: String = ""
    ) {
        self.severity = severity
        self.rule = rule
        self.message = message
        self.lines = lines
        self.suggestions = Array(suggestions.prefix(Self.suggestionCountMax))
        self.source = source
        self.modifierIndicator = modifierIndicator
        self.unitLimit = unitLimit
        self.rationale = rationale
    }
}

/// The rules a validation checks.
public enum ValidationRule: String, Hashable, Sendable, CaseIterable {
    /// The system is loaded and has no such code on any day (error).
    case unknownCode
    /// Nothing of the code's system is loaded (error).
    case codeSystemNotLoaded
    /// The day lies before the first loaded release of the system (error).
    case releaseNotLoaded
    /// The code starts after the day (error).
    case notYetEffective
    /// The code ended on or before the day (warning, with successors).
    case terminated
    /// The code is a header or a modifier and cannot be reported by itself (error).
    case notBillable
    /// The display differs from every descriptor (error; warning when lenient).
    case displayMismatch
    /// A modifier is not one the catalog knows (warning).
    case unknownModifier
    /// A type 1 add-on code stands without any of its primaries (error).
    case addOnWithoutPrimary
    /// The claims contractor defines the primaries of this add-on code, types 2 and 3 (information).
    case addOnContractorDefined
    /// Two codes are not reported together (error; warning when a modifier may allow it and is there).
    case procedurePair
    /// More units than the limit (error).
    case unitsOverLimit
    /// No edits of a kind are loaded for the day, so that check was not made (information).
    case editsNotLoaded
}

/// Where a fact comes from, so that a coder can check it.
public struct Provenance: Hashable, Sendable {
    /// The name of the import format, e.g. `ncci-ptp`.
    public var format: String
    /// The names of the files it was read from, without folders, separated by commas.
    public var file: String
    /// The label of the edition, e.g. `2025Q3`; empty when it has none.
    public var release: String
    /// The days on which the fact holds.
    public var period: ValidityPeriod

    /// A provenance.
    public init(format: String, file: String, release: String, period: ValidityPeriod) {
        self.format = format
        self.file = file
        self.release = release
        self.period = period
    }
}
