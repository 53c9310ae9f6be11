internal import CatalogModel
internal import CommandLineSupport

/// Sets the counterparts of a code in rows.
enum TranslationTable {
    /// The table for people; scenario and choice list only where a counterpart is made of several codes.
    static func brief(_ matches: [TranslationMatch]) -> Table {
        let isCombined = matches.contains { $0.scenario > 0 }
        let combination: [Table.Column] = [
            .init("SCENARIO", isRightAligned: true), .init("CHOICE LIST", isRightAligned: true),
        ]
        var table = Table(
            columns: [.init("CODE"), .init("RELATION")] + (isCombined ? combination : []) + [.init("DESCRIPTOR")])
        for match in matches {
            let numbers = isCombined ? [match.scenario, match.choiceList].map { $0 == 0 ? "" : String($0) } : []
            table.add(
                ([match.key.printedCode, match.relation.words] + numbers + [match.display]).map { StyledText($0) })
        }
        return table
    }

    /// The table for programs, with all that a match says.
    static func whole(_ matches: [TranslationMatch]) -> Table {
        let headings = [
            "SYSTEM", "CODE", "RELATION", "SCENARIO", "CHOICE LIST", "DESCRIPTOR", "FORMAT", "RELEASE", "FILE",
        ]
        var table = Table(columns: headings.map { .init($0) })
        for match in matches {
            let cells = [
                match.key.system.name, match.key.printedCode, match.relation.words, String(match.scenario),
                String(match.choiceList), match.display, match.source.format, match.source.release, match.source.file,
            ]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }
}

extension CrosswalkEntry.Relation {
    /// The relation as FHIR R5 spells it.
    fileprivate var words: String {
        switch self {
        case .relatedTo: "related-to"
        case .equivalent: "equivalent"
        case .sourceIsNarrowerThanTarget: "source-is-narrower-than-target"
        case .sourceIsBroaderThanTarget: "source-is-broader-than-target"
        case .notRelatedTo: "not-related-to"
        }
    }
}
