internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Writes the answers of a batch as they come, in the form asked for, and counts them.
struct BatchReport {
    private let console: Console
    private let view: CodeView
    private let isJSON: Bool

    /// How many answers were written.
    private(set) var count = 0
    /// How many of them were absences.
    private(set) var absentCount = 0

    /// A report without answers.
    init(console: Console, view: CodeView, isJSON: Bool) {
        self.console = console
        self.view = view
        self.isJSON = isJSON
    }

    /// Writes the answers below those written before.
    mutating func add(_ answers: [CodeAnswer]) throws {
        if isJSON {
            for answer in answers { try console.print(json: answer, isSingle: false) }
        } else if view == .full {
            try addPages(answers)
        } else {
            try addRows(answers)
        }
        count += answers.count
        absentCount += answers.count { $0.code == nil }
    }

    private func addRows(_ answers: [CodeAnswer]) throws {
        var table = Table(columns: [.init("SYSTEM"), .init("CODE"), .init("STATUS"), .init("DESCRIPTOR")])
        for answer in answers { table.add(answer.row) }
        let terminal = console.outputTerminal
        try console.print(terminal.isTerminal ? table.lines(width: terminal.columns) : table.tabSeparatedLines)
    }

    private func addPages(_ answers: [CodeAnswer]) throws {
        for (index, answer) in answers.enumerated() {
            if count + index > 0 { try console.print(["", StyledText(String(repeating: "─", count: 24), .faint), ""]) }
            try console.print(CodePage.lines(of: answer, columns: console.outputTerminal.columns))
        }
    }
}

extension CodeAnswer {
    /// The code, where there is one.
    fileprivate var code: Code? {
        if case .found(let code) = self { code } else { nil }
    }

    /// System, code, status, and the descriptor or why there is none.
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

extension CodePage {
    /// The page of the code, or one line that says why it is not there.
    fileprivate static func lines(of answer: CodeAnswer, columns: Int) -> [StyledText] {
        switch answer {
        case .found(let code): return lines(of: code, columns: columns)
        case .absent(let absence):
            var page = TextPage(columns: columns)
            page.add(StyledText("\(absence.key.title): ", .strong) + StyledText(absence.message, .alarm))
            return page.lines
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
