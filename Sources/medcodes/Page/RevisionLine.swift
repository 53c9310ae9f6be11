internal import CatalogModel
internal import CommandLineSupport

/// A revision in one line: its number, when it was committed, what changed.
enum RevisionLine {
    /// The line as the only row of a table.
    static func of(_ revision: CatalogRevision) -> Table {
        var table = Table(columns: [.init("REVISION"), .init("COMMITTED"), .init("CHANGES")])
        table.add([
            StyledText("\(revision.revision.rawValue)"), StyledText(UTCTime.text(revision.committedAt)),
            StyledText(changes(of: revision)),
        ])
        return table
    }

    /// Up to three codes are named; more are counted by what happened to them.
    private static func changes(of revision: CatalogRevision) -> String {
        var parts: [String] = []
        if revision.changes.count <= codeCountMax {
            parts += revision.changes.map { "\($0.key) \($0.kind.words)" }
        } else {
            for kind in CodeChange.Kind.allCases {
                let count = revision.changes.count { $0.kind == kind }
                if count > 0 { parts.append("\(count) \(kind.words)") }
            }
        }
        parts += revision.renewedSystems.map { "releases of \($0) changed" }
        parts += revision.changedSystems.map { "all of \($0) changed" }
        return parts.isEmpty ? "no changes" : parts.joined(separator: ", ")
    }

    private static let codeCountMax = 3
}

extension CodeChange.Kind {
    /// The kind for people.
    fileprivate var words: String {
        switch self {
        case .added: "added"
        case .updated: "updated"
        case .terminated: "terminated"
        case .deleted: "deleted"
        }
    }
}
