internal import ArgumentParser
internal import CommandLineSupport
internal import Foundation

/// `medcodesd check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks settings, certificates, the whole store and the port, and says where each value comes from.",
        discussion: "Exit status: 0 when everything is fine, 1 when something is not.")

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let console = Console.standard
        let settings = try ServeSettings(options, environment: ProcessInfo.processInfo.environment)
        var table = Table(columns: [.init("setting"), .init("from"), .init("value")])
        for line in settings.lines {
            table.add([StyledText(line.name), StyledText("\(line.origin)"), StyledText(line.text)])
        }
        try console.print(
            console.outputTerminal.isTerminal
                ? table.lines(width: console.outputTerminal.columns) : table.tabSeparatedLines)

        let findings =
            [CertificateExamination(settings: settings).finding, CallersExamination(settings: settings).finding]
            + (await StoreExamination(settings: settings).examine().findings)
            + [ListenExamination(subject: "listen", endpoint: settings.listen.value).finding]
        try console.print(findings.map(\.line))
        if findings.contains(where: { $0.severity == .failed }) { throw ExitCode(1) }
    }
}
