internal import CatalogModel
internal import CommandLineSupport

/// The line under a page's title: which code it is, and when and how it may be reported.
enum CodeLine {
    /// `ICD-10-PCS 0SG0070 · billable · effective 2024-10-01 · release FY2025 of 2024-10-01 · under 0SG`.
    static func text(of code: Code) -> StyledText {
        let release = code.release.map { "release \($0.label) of \($0.effective)" }
        let parent = code.parent.map { "under \($0.printedCode)" }
        let parts = [kind(of: code)] + code.period.words + [release ?? "", parent ?? ""]
        return ([StyledText(code.key.title, .strong)] + parts.map { StyledText($0) } + [successors(of: code)])
            .joinedByDots
    }

    private static func kind(of code: Code) -> String {
        switch code.kind {
        case .code: code.isAddOn ? "add-on code, billable with its primary procedure" : "billable"
        case .header: "header, not billable"
        case .modifier: "modifier, not billable by itself"
        }
    }

    private static func successors(of code: Code) -> StyledText {
        guard !code.successors.isEmpty else { return "" }
        return StyledText("replaced by " + code.successors.map(\.printedCode).joined(separator: ", "), .alarm)
    }
}

extension CodeKey {
    /// The code with its system's name for people: `ICD-10-CM E11.9`.
    var title: String { "\(system.title) \(printedCode)" }
}

extension ValidityPeriod {
    /// The ends that are known: `effective 2024-10-01`, `terminated 2025-10-01`.
    var words: [String] {
        [effective.map { "effective \($0)" }, terminated.map { "terminated \($0)" }].compactMap { $0 }
    }
}

extension SimilarityReason {
    /// The reason for people.
    var words: String {
        switch self {
        case .curated: "related"
        case .addOnFamily: "same add-on family"
        case .sibling: "same group"
        case .sharedText: "similar text"
        }
    }
}
