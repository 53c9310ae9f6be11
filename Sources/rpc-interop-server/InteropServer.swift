internal import ArgumentParser
internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import Logging
internal import RPCCore
internal import RPCServices
internal import RPCTransport

/// A gRPC server that does nothing but what conformance clients ask of it.
@main
struct InteropServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc-interop-server",
        abstract: "Serves grpc.testing.TestService over TLS, for foreign gRPC clients to judge our transport by.",
        discussion: """
            Prints 'listening on HOST:PORT' on standard output once it accepts connections. SIGTERM and SIGINT let calls \
            that are under way finish; a second one ends it at once.
            """,
        version: Program.version)

    @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "host:port"))
    var listen = "127.0.0.1:0"

    @Option(help: ArgumentHelp("The server's certificate and its chain, PEM.", valueName: "file"))
    var tlsCertificate: String

    @Option(help: ArgumentHelp("The private key of the certificate, PEM.", valueName: "file"))
    var tlsKey: String

    static func main() async { await Program.main(Self.self) }

    func run() async throws {
        let signals = TerminationSignals()
        let health = HealthRegistry(services: [TestService.name])
        let services: [any RPCService] = [TestService(), HealthService(registry: health)]
        var logger = Logger(label: "rpc-interop-server") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let certificates = try serverCertificates(logger: logger)
        let hangUp = OperatorSignal(.reload) { certificates.reload() }
        let server = try start(
            services + [ReflectionService(of: services, descriptorSets: [TestService.descriptorSet])],
            tls: certificates.context, logger: logger)
        certificates.watch { server.replaceTLS($0) }
        health.setAll(.serving)
        try Console.standard.print([StyledText("listening on \(server.endpoint)")])
        await signals.first()
        hangUp.cancel()
        certificates.stop()
        health.drain()
        await server.shutDown(within: .seconds(10))
    }

    private func start(
        _ services: [any RPCService], tls: TLSContext, logger: Logger
    ) throws(CommandFailure) -> RPCServer {
        guard let endpoint = Endpoint(listen) else {
            throw CommandFailure(
                .usage, "listen is '\(listen)', which is not HOST:PORT", remedy: "write e.g. 127.0.0.1:7443")
        }
        var configuration = RPCServerConfiguration(
            listen: endpoint, loopCount: ProcessInfo.processInfo.activeProcessorCount)
        configuration.overloadErrors = RPCError.overloaded(retryAfterAbout: .seconds(1))
        do throws(RPCServerError) {
            return try RPCServer.start(configuration, services: services, tls: tls, logger: logger)
        } catch {
            throw CommandFailure(.failure, error.description)
        }
    }

    private func serverCertificates(logger: Logger) throws(CommandFailure) -> ServerCertificates {
        let identity = TLSIdentity(certificate: .file(tlsCertificate), key: .file(tlsKey))
        do throws(TLSConfigurationError) {
            return try ServerCertificates(identity: identity, logger: logger)
        } catch {
            throw CommandFailure(.failure, error.message)
        }
    }
}
