internal import ArgumentParser
internal import AuditLog
internal import CommandLineSupport

/// `medcodesd audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Looks after the audit log.", subcommands: [AuditVerifyCommand.self])
}

/// `medcodesd audit verify`.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that every line of an audit log is as it was written, and where it was.",
        discussion: """
            Name the file that is being written and those before it, in any order; the server may go on meanwhile. Finds \
            lines that were changed, removed, moved or added, and names file and line of each. Lines cut off the end of \
            the last file show when its last number is compared with what was noted elsewhere: the metric \
            medcodes_audit_sequence, or an earlier verification.

            Exit status: 0 when everything is as it was written, 1 when something is not.
            """)

    @Argument(help: "Files of one audit log.", completion: .file())
    var files: [String]

    func run() async throws {
        let console = Console.standard
        let report: AuditReport
        do throws(AuditError) { report = try AuditVerification.verify(files) } catch { throw CommandFailure(error) }
        for note in report.notes { console.say(StyledText("note: \(note)")) }
        for finding in report.findings { try console.print([StyledText("\(finding)")]) }
        guard report.findings.isEmpty else {
            let count = report.findings.count
            throw CommandFailure(
                .failure, count < AuditReport.findingsMax ? "\(count) findings" : "\(count) findings or more",
                remedy: "keep the files as they are, and find out who had access to them")
        }
        try console.print([
            StyledText(
                "\(report.lineCount) lines are as they were written; the last is number \(report.lastSequence), \(report.lastHash)"
            )
        ])
    }
}
