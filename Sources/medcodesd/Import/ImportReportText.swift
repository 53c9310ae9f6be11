internal import CatalogImport
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport
internal import Foundation

/// An import's report for people, and for programs.
enum ImportReportText {
    /// The report as lines: counts, the outcome, then rejects and notes.
    static func lines(_ report: ImportReport, store: StoreURL) -> [StyledText] {
        let written = report.written
        var lines: [StyledText] = [
            "\(report.rowsRead) rows read: \(written.added) added, \(written.changed) changed, "
                + "\(written.unchanged) unchanged, \(written.terminated) terminated, \(report.rejectCount) rejected"
        ].map { StyledText($0) }
        if written.unresolved > 0 {
            lines.append(StyledText("\(written.unresolved) rows name codes that are not loaded; they are kept"))
        }
        lines += report.rejects.map { StyledText("rejected: \($0)") }
        lines += report.notes.map { StyledText("note: \($0)") }
        return lines + [StyledText(outcome(written.outcome, store: store))]
    }

    /// The report as one line of JSON.
    static func json(_ report: ImportReport) -> StyledText {
        let members: [(String, String)] = [
            ("revision", report.written.outcome.revision.map { "\($0)" } ?? "null"),
            ("committed", "\(report.written.outcome.isCommitted)"),
            ("read", "\(report.rowsRead)"), ("added", "\(report.written.added)"),
            ("changed", "\(report.written.changed)"), ("unchanged", "\(report.written.unchanged)"),
            ("terminated", "\(report.written.terminated)"), ("unresolved", "\(report.written.unresolved)"),
            ("rejected", "\(report.rejectCount)"),
            ("rejects", list(report.rejects.map(\.description))), ("notes", list(report.notes)),
        ]
        return StyledText("{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
    }

    private static func outcome(_ outcome: WriteReport.Outcome, store: StoreURL) -> String {
        switch outcome {
        case .committed(let revision): "committed to \(store) as revision \(revision.rawValue)"
        case .nothingToDo(let revision):
            "nothing to do: \(store) holds all of it already, at revision \(revision.rawValue)"
        case .rehearsed: "dry run: nothing was changed"
        }
    }

    private static func list(_ texts: [String]) -> String {
        let data = (try? JSONEncoder().encode(texts)) ?? Data("[]".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}

extension WriteReport.Outcome {
    /// The revision that is the newest now; nil after a rehearsal.
    fileprivate var revision: Int64? {
        switch self {
        case .committed(let revision), .nothingToDo(let revision): revision.rawValue
        case .rehearsed: nil
        }
    }

    /// Whether a revision was made.
    fileprivate var isCommitted: Bool { if case .committed = self { true } else { false } }
}
