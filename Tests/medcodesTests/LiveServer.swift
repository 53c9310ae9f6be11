import CatalogImport
import CatalogModel
import CatalogService
import CatalogStore
import EventLoop
import Foundation
import Logging
import RPCServices
import RPCTransport

/// The service with the starter catalog on a free port of this machine, in a folder of its own.
final class LiveServer: Sendable {
    /// The authority that signed its certificate, and one that did not, as PEM files.
    let (authorityFile, otherAuthorityFile): (String, String)
    private let folder: URL
    private let server: RPCServer
    private let store: SQLiteCodeStore

    /// `127.0.0.1:PORT`.
    var address: String { "\(server.endpoint)" }

    private static let starterFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/CatalogImport/StarterCatalog")

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("medcodes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificates = try DevelopmentCertificates.make(in: folder.appendingPathComponent("certificates").path)
        authorityFile = certificates.authority
        otherAuthorityFile = try DevelopmentCertificates.make(in: folder.appendingPathComponent("others").path)
            .authority
        let store = try SQLiteCodeStore(path: folder.appendingPathComponent("catalog.sqlite").path)
        try await StarterCatalog(folder: Self.starterFolder.path).load(into: store)
        let health = HealthRegistry(services: [CodeCatalogService.name])
        health.setAll(.serving)
        self.store = store
        server = try RPCServer.start(
            RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1),
            services: [CodeCatalogService(opening: Task { store }), HealthService(registry: health)],
            tls: TLSContext.server(identity: certificates.server),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Stops the server; the certificates stay while this value does.
    func stop() async {
        await server.shutDown(within: .zero)
        try? await store.close()
    }
}
