internal import CatalogMessages
internal import CatalogModel
internal import CommandLineSupport

/// Writes the answers of a batch as they come, in the form asked for, and counts them.
struct BatchReport {
    private let console: Console
    private let view: CodeView
    private let format: FormatOptions

    /// How many answers were written.
    private(set) var count = 0
    /// How many of them were absences.
    private(set) var absentCount = 0

    /// A report without answers.
    init(console: Console, view: CodeView, format: FormatOptions) {
        self.console = console
        self.view = view
        self.format = format
    }

    /// Writes the answers below those written before.
    mutating func add(_ answers: [CodeAnswer]) throws {
        if format.json {
            for answer in answers { try console.print(json: answer, isSingle: false) }
        } else if view == .full, !format.csv {
            try addPages(answers)
        } else {
            try console.print(CodeTable.of(answers), as: format, isContinued: count > 0)
        }
        count += answers.count
        absentCount += answers.count { $0.code == nil }
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
