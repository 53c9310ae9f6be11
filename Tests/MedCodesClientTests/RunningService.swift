import CatalogModel
import CatalogService
import CatalogStore
import EventLoop
import Foundation
import Logging
import MedCodesClient
import RPCCore
import RPCServices
import RPCTransport

/// A whole service in this process: store, cache, handlers, and a server with development certificates on a port of its
/// own.
final class RunningService: Sendable {
    let health: HealthRegistry
    let store: SQLiteCodeStore

    private let certificates: DevelopmentCertificates
    private let server: RPCServer
    private let folder: URL

    /// A service with these pages.
    init(_ pages: [Code], demandsClientCertificate: Bool = false) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        certificates = try DevelopmentCertificates.make(in: folder.path)
        let store = try SQLiteCodeStore(path: folder.appendingPathComponent("catalog.sqlite").path)
        _ = try await store.write(source: ImportSource(format: "test", files: [])) { writer throws(CatalogError) in
            for page in pages { try writer.putPage(page) }
        }
        self.store = store
        health = HealthRegistry(services: [CodeCatalogService.name])
        health.setAll(.serving)
        server = try RPCServer.start(
            RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1),
            services: [CodeCatalogService(opening: Task { store }), HealthService(registry: health)],
            tls: try TLSContext.server(
                identity: certificates.server,
                clientAuthorities: demandsClientCertificate ? .file(certificates.authority) : nil),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a client needs to reach it.
    var configuration: MedCodesConfiguration {
        var configuration = MedCodesConfiguration(server: "\(server.endpoint)")
        configuration.trust = .authorityFile(authority)
        return configuration
    }

    /// The file with the authority behind the server's certificate.
    var authority: String { certificates.authority }

    /// A certificate that the server accepts.
    var clientIdentity: MedCodesConfiguration.Identity {
        MedCodesConfiguration.Identity(
            certificateFile: "\(certificates.directory)/client.pem", keyFile: "\(certificates.directory)/client.key")
    }

    func shutDown() async { await server.shutDown(within: .zero) }

    /// Runs the body with a service and a client of it, and ends both.
    static func run(
        _ pages: [Code] = [], _ body: (MedCodesClient, RunningService) async throws -> Void
    ) async throws {
        let service = try await RunningService(pages)
        let client = try MedCodesClient(service.configuration)
        do {
            try await body(client, service)
        } catch {
            await service.end(client)
            throw error
        }
        await service.end(client)
    }

    private func end(_ client: MedCodesClient) async {
        await client.close()
        await shutDown()
    }
}
