internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Sets codes in rows.
enum CodeTable {
    /// One row per answer: system, code, status, and the descriptor or why there is none.
    static func of(_ answers: [CodeAnswer]) -> Table {
        var table = Table(columns: [.init("SYSTEM"), .init("CODE"), .init("STATUS"), .init("DESCRIPTOR")])
        for answer in answers { table.add(answer.row) }
        return table
    }

    /// One row per code, with what tells its periods apart: system, code, kind, first day, first day no more, release,
    /// descriptor.
    static func periods(_ codes: [Code]) -> Table {
        var table = Table(
            columns: ["SYSTEM", "CODE", "KIND", "EFFECTIVE", "TERMINATED", "RELEASE", "DESCRIPTOR"].map { .init($0) })
        for code in codes {
            let cells = [
                code.key.system.name, code.key.printedCode, code.kind.rawValue,
                code.period.effective?.description ?? "", code.period.terminated?.description ?? "",
                code.release?.label ?? "", code.longDescriptor,
            ]
            table.add(cells.map { StyledText($0) })
        }
        return table
    }
}

extension CodeAnswer {
    fileprivate var row: [StyledText] {
        switch self {
        case .found(let code):
            let status = code.kind == .code ? (code.isAddOn ? "add-on" : "billable") : code.kind.rawValue
            return [
                StyledText(code.key.system.name), StyledText(code.key.printedCode), StyledText(status, .good),
                StyledText(code.longDescriptor),
            ]
        case .absent(let absence):
            return [
                StyledText(absence.key.system.name), StyledText(absence.key.printedCode),
                StyledText(absence.reason.words, .alarm), StyledText(absence.message, .faint),
            ]
        }
    }
}

extension AbsenceReason {
    /// The reason for people.
    fileprivate var words: String {
        switch self {
        case .unknownCode: "unknown"
        case .notYetEffective: "not yet effective"
        case .terminated: "terminated"
        case .codeSystemNotLoaded: "system not loaded"
        case .releaseNotLoaded: "release not loaded"
        }
    }
}
