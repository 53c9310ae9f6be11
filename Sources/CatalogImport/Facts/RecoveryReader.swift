internal import CatalogModel

/// Reads how long full recovery takes.
enum RecoveryReader {
    /// The days stated for complete recovery or healing under Recovery, Benefits or Patient experience; else those stated
    /// for recovery as a whole under Recovery. Returning to work or to normal activities is not recovery.
    static func days(in statements: [Statement]) -> ClosedRange<Int>? {
        let told = statements.filter { [.recovery, .benefits, .patientExperience, .duration].contains($0.section) }
        for statement in told {
            for clause in clauses(of: statement) where saysFully(clause) {
                if let span = span(in: clause) { return span.days }
            }
        }
        for statement in told where statement.section == .recovery {
            for clause in clauses(of: statement) where labels.contains(statement.label) || saysRecovery(clause) {
                if let span = span(in: clause) { return span.days }
            }
        }
        return nil
    }

    private static func clauses(of statement: Statement) -> [String] {
        statement.sentences.flatMap { $0.split { ",;".contains($0) }.map(String.init) }
    }

    private static func span(in clause: String) -> TimeSpan? {
        TimeSpan.all(in: clause).first { $0.unit >= TimeSpan.day }
    }

    private static func saysFully(_ clause: String) -> Bool {
        let isWhole = ["full", "complete", "total "].contains { clause.contains($0) }
        return isWhole && ["recover", "heal", "fusion"].contains { clause.contains($0) }
    }

    private static func saysRecovery(_ clause: String) -> Bool {
        let openings = [
            "recovery time", "recovery period", "recovery takes", "recovery usually", "recovery typically",
            "recovery generally", "recovery can", "recovery may", "recovery is", "recovery from", "recover within",
            "recover in", "overall recovery",
        ]
        return openings.contains { clause.contains($0) } && !partial.contains { clause.contains($0) }
    }

    private static let partial = ["initial", "hospital", "room", "activit", "work", "first"]

    private static let labels: Set<String> = [
        "recovery time", "expected recovery time", "recovery period", "recovery timeline", "full recovery",
        "complete recovery",
    ]
}
