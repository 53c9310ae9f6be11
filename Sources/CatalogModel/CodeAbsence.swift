/// The answer to looking up one key on one day.
public enum CodeAnswer: Hashable, Sendable {
    /// The code as it stands on that day.
    case found(Code)
    /// The code is not valid on that day, and why.
    case absent(CodeAbsence)
}

/// Why a code is not there on the day asked for.
public struct CodeAbsence: Hashable, Sendable {
    /// What was asked.
    public var key: CodeKey
    /// The reason.
    public var reason: AbsenceReason
    /// The first day on which the code is, or was, valid, where one is known; for ``AbsenceReason/releaseNotLoaded``
    /// the first day any loaded release covers.
    public var effective: CalendarDate?
    /// The first day on which the code was no longer valid, where it was terminated.
    public var terminated: CalendarDate?
    /// The codes that took its place, where known.
    public var successors: [CodeKey]

    /// An absence.
    public init(
        key: CodeKey, reason: AbsenceReason, effective: CalendarDate? = nil, terminated: CalendarDate? = nil,
        successors: [CodeKey] = []
    ) {
        self.key = key
        self.reason = reason
        self.effective = effective
        self.terminated = terminated
        self.successors = successors
    }

    /// The absence as one sentence for people, naming the code, the reason and the dates. A text that is asked for as a
    /// code and does not look like one (``CodeKey/hasShapeOfCode``) is not repeated, nor is the URI of a system that is
    /// not known.
    public var message: String {
        let system = CodeSystem.known.contains(key.system) ? key.system.title : "this code system"
        let code = key.hasShapeOfCode ? "\(system) \(key.printedCode)" : "the text asked for in \(system)"
        switch reason {
        case .unknownCode:
            return "\(code) is not a code of this catalog"
        case .notYetEffective:
            return "\(code) is not yet effective on that day" + (effective.map { "; it is from \($0) on" } ?? "")
        case .terminated:
            let successor = successors.isEmpty ? "" : "; use \(successors.map(\.printedCode).joined(separator: ", "))"
            return "\(code) is no longer valid on that day"
                + (terminated.map { "; it was terminated on \($0)" } ?? "") + successor
        case .codeSystemNotLoaded:
            return "no codes of \(system) are loaded"
        case .releaseNotLoaded:
            return "no loaded release of \(system) covers that day"
                + (effective.map { "; the first one loaded starts on \($0)" } ?? "")
        }
    }
}

/// Why a code is not there on the day asked for. The five reasons are never mixed up: only ``unknownCode`` says that
/// there is no such code.
public enum AbsenceReason: String, Hashable, Sendable, CaseIterable {
    /// The system is loaded and has no such code on any day.
    case unknownCode
    /// The code starts after the day asked for.
    case notYetEffective
    /// The code ended on or before the day asked for.
    case terminated
    /// Nothing of the code's system is loaded.
    case codeSystemNotLoaded
    /// The day lies before the first loaded release of the code's system.
    case releaseNotLoaded
}
