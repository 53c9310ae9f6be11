internal import CatalogModel
internal import CommandLineSupport

/// Sets policies in rows.
enum PolicyTable {
    /// The table for people: what tells policies apart. `get` and `--json` show what they say.
    static func brief(_ policies: [Policy]) -> Table {
        var table = Table(columns: [
            .init("PAYER"), .init("NUMBER"), .init("TYPE"), .init("EFFECTIVE"), .init("ENDED"), .init("TITLE"),
        ])
        for policy in policies {
            let sample = policy.isSample ? StyledText(" (sample, not a real policy)", .alarm) : ""
            table.add(
                policy.cells(of: [policy.payer, policy.number, policy.type]) + [StyledText(policy.title) + sample])
        }
        return table
    }

    /// The table for programs, with all that policies say.
    static func whole(_ policies: [Policy]) -> Table {
        let headings = [
            "PAYER", "NUMBER", "TYPE", "TITLE", "EFFECTIVE", "ENDED", "JURISDICTIONS", "COVERAGE",
            "PRIOR AUTHORIZATION",
            "URL", "SAMPLE",
        ]
        var table = Table(columns: headings.map { .init($0) })
        for policy in policies {
            let texts = policy.cells(of: [policy.payer, policy.number, policy.type, policy.title])
            table.add(
                texts
                    + [
                        policy.jurisdictions.joined(separator: ";"), policy.coverage, policy.priorAuthorization,
                        policy.url,
                        policy.isSample ? "sample" : "",
                    ].map { StyledText($0) })
        }
        return table
    }
}

extension Policy {
    /// Cells of these texts, and of the first day and the first day no more.
    fileprivate func cells(of texts: [String]) -> [StyledText] {
        (texts + [period.effective?.description ?? "", period.terminated?.description ?? ""]).map { StyledText($0) }
    }
}
