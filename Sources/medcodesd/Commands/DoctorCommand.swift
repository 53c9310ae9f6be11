internal import ArgumentParser
internal import CommandLineSupport
internal import Foundation
internal import MedCodesClient

/// `medcodesd doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks for the usual faults, and says what was found and what to do.",
        discussion: """
            Settings that are wrong or unknown; a certificate that is unreadable, of another key, expired, not valid yet, \
            or for another host; ports that are taken; a store that is missing, of a newer program, locked or damaged; a \
            full disk; too few file descriptors; a clock that is off; a state directory that cannot be written. With \
            --server also a running server, as a client meets it: name, TLS, HTTP/2, health.

            Exit status: 0 unless something failed, then 1.
            """)

    @OptionGroup var options: ServeOptions

    @Option(help: ArgumentHelp("A running server to ask for its health.", valueName: "host:port"))
    var server: String?

    @Option(help: ArgumentHelp("The authorities its certificate may be signed by, PEM.", valueName: "file"))
    var ca: String?

    @Flag(help: "Prints the findings as JSON.")
    var json = false

    func run() async throws {
        let console = Console.standard
        let findings = await self.findings()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try console.print([StyledText(String(decoding: try encoder.encode(findings), as: UTF8.self))])
        } else {
            try console.print(findings.map(\.line))
        }
        if findings.contains(where: { $0.severity == .failed }) { throw ExitCode(1) }
    }

    private func findings() async -> [Finding] {
        var findings: [Finding] = []
        do throws(CommandFailure) {
            let settings = try ServeSettings(options, environment: ProcessInfo.processInfo.environment)
            findings.append(.ok("settings", "\(settings.lines.filter { $0.origin != .standard }.count) of them given"))
            findings += Self.findings(on: settings)
            let store = await StoreExamination(settings: settings).examine()
            findings += store.findings
            findings += MachineExamination(settings: settings, committedAt: store.committedAt).findings
        } catch {
            findings.append(.failed("settings", error))
        }
        guard let server else { return findings }
        let examination = ServerExamination(server: server, authority: ca, identity: nil)
        return findings + [await examination.examine()]
    }

    /// Certificates, callers and ports; where a server is asked, it is no fault that something listens there.
    private static func findings(on settings: ServeSettings) -> [Finding] {
        let ports =
            [("listen", settings.listen.value)] + (settings.adminListen.value.map { [("admin-listen", $0)] } ?? [])
        return [CertificateExamination(settings: settings).finding, CallersExamination(settings: settings).finding]
            + ports.map { ListenExamination(subject: $0, endpoint: $1).finding }
    }
}
