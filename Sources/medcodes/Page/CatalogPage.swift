internal import CatalogModel
internal import CommandLineSupport

/// Sets what the catalog holds: its revision, a table of the code systems, one of the editions of facts, and the licence
/// notices.
enum CatalogPage {
    /// The page for people.
    static func lines(of catalog: CatalogSummary, columns: Int) -> [StyledText] {
        var page = TextPage(columns: columns)
        page.add(StyledText(revisionLine(of: catalog), .strong))
        page.addSpace()
        guard !catalog.systems.isEmpty || !catalog.editions.isEmpty else {
            page.add("Nothing is loaded; load a code set with medcodesd import.")
            return page.lines
        }
        let systems = page.lines + [""] + table(of: catalog).lines(width: columns)
        let editions = catalog.editions.isEmpty ? [] : [""] + self.editions(of: catalog).lines(width: columns)
        return systems + editions + notices(of: catalog, columns: columns)
    }

    /// One row per code system: name, distinct codes, headers, modifiers, procedures, releases with effective dates.
    static func table(of catalog: CatalogSummary) -> Table {
        var table = Table(columns: [
            .init("SYSTEM"), .init("CODES", isRightAligned: true), .init("HEADERS", isRightAligned: true),
            .init("MODIFIERS", isRightAligned: true), .init("PROCEDURES", isRightAligned: true), .init("RELEASES"),
        ])
        for system in catalog.systems {
            let counts = [system.codeCount, system.headerCount, system.modifierCount, system.procedureCount]
            let releases = system.releases.map { "\($0.release.label) (\($0.release.effective))" }
            table.add(
                [StyledText(system.system.name)] + counts.map { StyledText(String($0)) }
                    + [StyledText(releases.joined(separator: ", "))])
        }
        return table
    }

    /// One row per edition and kind of fact in it: format, part, kind, facts, codes that are not loaded, first day in force,
    /// first day no longer in force, name.
    static func editions(of catalog: CatalogSummary) -> Table {
        var table = Table(columns: [
            .init("FORMAT"), .init("PART"), .init("KIND"), .init("FACTS", isRightAligned: true),
            .init("NOT LOADED", isRightAligned: true), .init("EFFECTIVE"), .init("SUPERSEDED"), .init("EDITION"),
        ])
        for summary in catalog.editions {
            let edition = summary.edition
            let counts: [FactCount?] = summary.counts.isEmpty ? [nil] : summary.counts
            for count in counts {
                let cells = [
                    edition.scope.format, edition.scope.part, count?.kind.words ?? "",
                    count.map { "\($0.factCount)" } ?? "", count.map { "\($0.unresolvedCodeCount)" } ?? "",
                    edition.effective?.description ?? "", summary.superseded?.description ?? "", edition.label,
                ]
                table.add(cells.map { StyledText($0) })
            }
        }
        return table
    }

    private static func revisionLine(of catalog: CatalogSummary) -> String {
        let time = catalog.committedAt.map { ", committed \(UTCTime.text($0))" } ?? ""
        return "Catalog revision \(catalog.revision.rawValue)\(time)"
    }

    private static func notices(of catalog: CatalogSummary, columns: Int) -> [StyledText] {
        let restricted = catalog.systems.filter { !$0.licenceNotice.isEmpty }
        var page = TextPage(columns: columns)
        for system in restricted {
            page.add(StyledText("\(system.system.title): ", .strong) + StyledText(system.licenceNotice))
        }
        return page.lines.isEmpty ? [] : [""] + page.lines
    }
}

extension FactKind {
    /// The kind for people.
    fileprivate var words: String {
        switch self {
        case .addOn: "add-on codes"
        case .pairEdit: "pair edits"
        case .unitLimit: "unit limits"
        case .feeSchedule: "fee schedule"
        case .policy: "policies"
        case .policyCode: "codes of policies"
        case .crosswalk: "crosswalk"
        case .term: "terms"
        case .axisValue: "axis values"
        case .note: "notes"
        case .hierarchy: "hierarchy"
        case .similarity: "similar codes"
        }
    }
}
