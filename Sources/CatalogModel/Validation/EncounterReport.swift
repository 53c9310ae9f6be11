/// What was found in an encounter, all from one revision.
public struct EncounterReport: Hashable, Sendable {
    /// The most pairs of one day that are issues of their own; where there are more, one more issue says so.
    public static let pairCountMax = 1_000

    /// One answer for each line, in the order of the lines.
    public var lines: [LineReport]
    /// Issues between lines: add-on codes without a primary, pairs not reported together, units over the limit.
    public var issues: [ValidationIssue]

    /// A report.
    public init(lines: [LineReport], issues: [ValidationIssue]) {
        self.lines = lines
        self.issues = issues
    }

    /// Whether the encounter can stand: no issue anywhere is an error.
    public var result: Bool { lines.allSatisfy(\.result) && !issues.hasErrors }
}

/// The answer for one line by itself, after FHIR `$validate-code`.
public struct LineReport: Hashable, Sendable {
    /// What was asked, unchanged.
    public var line: EncounterLine
    /// The descriptor to show; empty when the code is not known.
    public var display: String
    /// Where the line's day lies in the life of the code; nil when the code is not known.
    public var status: CodeStatus?
    /// The issues of this line by itself; those between lines are the encounter's.
    public var issues: [ValidationIssue]

    /// An answer.
    public init(line: EncounterLine, display: String = "", status: CodeStatus? = nil, issues: [ValidationIssue] = []) {
        self.line = line
        self.display = display
        self.status = status
        self.issues = issues
    }

    /// Whether the line by itself can stand; a terminated code, which is a warning, can.
    public var result: Bool { !issues.hasErrors }
    /// Why not, as one sentence for people; empty when it can.
    public var message: String { issues.first { $0.severity == .error }?.message ?? "" }
}

/// Where a day lies in the life of a code.
public enum CodeStatus: String, Hashable, Sendable, CaseIterable {
    /// The code is valid on the day.
    case active
    /// The day lies before the code's effective date.
    case notYetEffective
    /// The day lies on or after the code's terminated date.
    case terminated
}

extension [ValidationIssue] {
    /// Whether one of them is an error.
    fileprivate var hasErrors: Bool { contains { $0.severity == .error } }
}
