internal import CatalogModel
internal import CommandLineSupport

/// Sets what was found in encounters for programs: a row for each issue, and for each line without one.
enum EncounterRows {
    /// Encounter, lines, codes, result, status, descriptor; severity, rule, message, suggestions; format, files, release
    /// and period of the issue's source. What does not apply is empty.
    static func table(of report: EncounterReport, name: String, firstLine: Int) -> Table {
        var table = Table(columns: columns)
        for (place, line) in report.lines.enumerated() {
            let issues: [ValidationIssue?] = line.issues.isEmpty ? [nil] : line.issues
            for issue in issues {
                table.add(
                    cells(
                        [name, "\(firstLine + place)", line.line.key.notation, line.result.word] + [
                            line.status?.words ?? "unknown", line.display,
                        ], issue))
            }
        }
        for issue in report.issues {
            let places = issue.lines.map { "\(firstLine + $0)" }.joined(separator: ",")
            let keys = issue.lines.filter(report.lines.indices.contains).map { report.lines[$0].line.key.notation }
            table.add(
                cells([name, places, keys.joined(separator: ","), (issue.severity != .error).word, "", ""], issue))
        }
        return table
    }

    private static let columns = [
        "ENCOUNTER", "LINES", "CODES", "RESULT", "STATUS", "DESCRIPTOR", "SEVERITY", "RULE", "MESSAGE", "SUGGESTIONS",
        "FORMAT", "FILES", "RELEASE", "EFFECTIVE", "TERMINATED",
    ].map { Table.Column($0) }

    private static func cells(_ line: [String], _ issue: ValidationIssue?) -> [StyledText] {
        let source = issue?.source
        let cells =
            line + [
                issue?.severity.rawValue ?? "", issue?.rule.identifier ?? "", issue?.message ?? "",
                issue?.suggestions.map(\.notation).joined(separator: ",") ?? "",
                source?.format ?? "", source?.file ?? "", source?.release ?? "",
                source?.period.effective?.description ?? "", source?.period.terminated?.description ?? "",
            ]
        return cells.map { StyledText($0) }
    }
}

extension CodeKey {
    /// `cpt:22849`, as ``KeyNotation`` reads it.
    fileprivate var notation: String { "\(system.name):\(printedCode)" }
}

extension Bool {
    fileprivate var word: String { self ? "valid" : "invalid" }
}
