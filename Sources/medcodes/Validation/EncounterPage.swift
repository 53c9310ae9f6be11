internal import CatalogModel
internal import CommandLineSupport

/// Sets what was found in an encounter for people: a table of the lines, and below it what was found between them.
enum EncounterPage {
    /// The page. Lines are numbered from `firstLine`, as in the file they came from.
    static func lines(of report: EncounterReport, name: String, firstLine: Int, columns: Int) -> [StyledText] {
        var page = TextPage(columns: columns)
        if !name.isEmpty { page.add(StyledText("Encounter \(name)", .strong)) }
        let heading = page.lines + table(of: report, firstLine: firstLine).lines(width: columns)
        var rest = TextPage(columns: columns)
        for issue in report.issues { rest.add(issue.text(of: issue.lines.map { firstLine + $0 }), mark: "• ") }
        rest.add(verdict(report))
        return heading + [""] + rest.lines
    }

    private static func table(of report: EncounterReport, firstLine: Int) -> Table {
        var table = Table(columns: [
            .init("LINE", isRightAligned: true), .init("SYSTEM"), .init("CODE"), .init("RESULT"), .init("STATUS"),
            .init("DESCRIPTOR, ISSUES"),
        ])
        for (place, line) in report.lines.enumerated() {
            // Without a descriptor, the first issue takes its place.
            let texts = [StyledText(line.display)].filter { !$0.isEmpty } + line.issues.map { $0.text(of: []) }
            table.add([
                StyledText("\(firstLine + place)"), StyledText(line.line.key.system.name),
                StyledText(line.line.notation),
                line.result ? StyledText("valid", .good) : StyledText("invalid", .alarm),
                StyledText(line.status?.words ?? "unknown"), texts.first ?? "",
            ])
            for text in texts.dropFirst() { table.add(["", "", "", "", "", text]) }
        }
        return table
    }

    private static func verdict(_ report: EncounterReport) -> StyledText {
        let issues = report.issues + report.lines.flatMap(\.issues)
        let counts = ValidationIssue.Severity.allCases.reversed().compactMap { severity -> String? in
            let count = issues.count { $0.severity == severity }
            let plural = count == 1 || severity == .information ? "" : "s"
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(plural)"
        }
        let found = counts.isEmpty ? "nothing to remark" : counts.joined(separator: ", ")
        return report.result
            ? StyledText("Valid: ", .good) + StyledText(found) : StyledText("Not valid: ", .alarm) + StyledText(found)
    }
}
