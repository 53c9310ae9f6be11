internal import Access
internal import ArgumentParser
internal import CatalogModel
internal import CatalogStore
internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import Glibc
internal import RPCTransport

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

        let checks: [(String, Result<String, CommandFailure>)] = [
            ("certificate", certificate(settings)), ("callers", callers(settings)), ("store", await store(settings)),
            ("listen", port(settings)),
        ]
        var failed = false
        for (name, result) in checks {
            switch result {
            case .success(let finding): try console.print([StyledText("ok      \(name): \(finding)")])
            case .failure(let failure):
                failed = true
                try console.print([StyledText("FAILED  \(name): \(failure)")])
            }
        }
        if failed { throw ExitCode(1) }
    }

    private func certificate(_ settings: ServeSettings) -> Result<String, CommandFailure> {
        let identity = TLSIdentity(
            certificate: .file(settings.tlsCertificate.value), key: .file(settings.tlsKey.value))
        do throws(TLSConfigurationError) {
            _ = try TLSContext.server(
                identity: identity, clientAuthorities: settings.clientCA.value.map { .file($0) })
            let summary = try CertificateSummary(pem: identity.certificate)
            return .success(
                "\(summary.subject), for \(summary.names.joined(separator: ", ")), until \(summary.notAfter)")
        } catch {
            guard error.reason == .unreadable, settings.usesDevelopmentCertificate else {
                return .failure(CommandFailure(.failure, error.message))
            }
            return .success("none yet; 'serve' makes a development certificate")
        }
    }

    /// Reads the files of tokens and identities as the server would, and tells who may call.
    private func callers(_ settings: ServeSettings) -> Result<String, CommandFailure> {
        do throws(CommandFailure) {
            return .success(try AccessRules(settings).summary(settings, now: UnixTime.now))
        } catch {
            return .failure(error)
        }
    }

    /// Listens for a moment, unless the kernel is to choose the port.
    private func port(_ settings: ServeSettings) -> Result<String, CommandFailure> {
        let endpoint = settings.listen.value
        do throws(ResolutionError) {
            let addresses = try SocketAddress.resolve(endpoint, forListening: true)
            do throws(SystemError) {
                for address in addresses.prefix(1) { _ = try Socket.listening(on: address, backlog: 1) }
                return .success("\(endpoint) is free")
            } catch {
                let remedy =
                    error.number == EADDRINUSE ? "stop what listens there, which may be the service itself" : ""
                return .failure(
                    CommandFailure(.failure, "cannot listen on \(endpoint): \(error.reason)", remedy: remedy))
            }
        } catch {
            return .failure(CommandFailure(.failure, "cannot listen on \(endpoint): \(error)"))
        }
    }

    private func store(_ settings: ServeSettings) async -> Result<String, CommandFailure> {
        let path = settings.store.value.path
        guard FileManager.default.fileExists(atPath: path) else {
            if settings.usesStarterCatalog { return .success("none yet; 'serve' makes the starter catalog") }
            return .failure(
                CommandFailure(.failure, "there is no catalog at \(path)", remedy: "make one with 'medcodesd import'"))
        }
        do throws(CatalogError) {
            let store = try SQLiteCodeStore(path: path)
            try await store.checkIntegrity()
            let summary = try await store.summary()
            try await store.close()
            let systems = summary.systems.map { "\($0.codeCount) \($0.system.title)" }.joined(separator: ", ")
            return .success("sound, revision \(summary.revision.rawValue)" + (systems.isEmpty ? "" : ": \(systems)"))
        } catch {
            return .failure(CommandFailure(error))
        }
    }
}
