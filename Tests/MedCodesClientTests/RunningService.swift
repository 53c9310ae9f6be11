import Access
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
import Synchronization

/// A whole service in this process: store, cache, handlers, and a server with development certificates on a port of its
/// own.
final class RunningService: Sendable {
    let health: HealthRegistry
    let store: SQLiteCodeStore
    /// Whose certificates may write: those of the development client, unless a test says otherwise.
    let admins = Admins()
    /// The calls that have come.
    let calls = CallRecorder()

    private let certificates: DevelopmentCertificates
    private let tls: TLSContext
    private let server: Mutex<RPCServer>
    private let endpoint: Endpoint
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
        tls = try TLSContext.server(
            identity: certificates.server,
            clientAuthorities: demandsClientCertificate ? .file(certificates.authority) : nil)
        let server = try Self.start(
            on: Endpoint(host: "127.0.0.1", port: 0), tls, Self.services(store, health, admins, calls, uploads: folder))
        endpoint = server.endpoint
        self.server = Mutex(server)
    }

    private static func services(
        _ store: SQLiteCodeStore, _ health: HealthRegistry, _ admins: Admins, _ calls: CallRecorder, uploads: URL
    ) -> (services: [any RPCService], interceptors: [any ServerInterceptor]) {
        let opening = Task<any CodeStore, any Error> { store }
        let authorization = admins.authorization
        return (
            [
                CodeCatalogService(opening: opening), HealthService(registry: health),
                CodeCatalogAdminService(opening: opening, uploadFolder: uploads.path),
            ], [authorization, calls]
        )
    }

    private static func start(
        on endpoint: Endpoint, _ tls: TLSContext,
        _ offered: (services: [any RPCService], interceptors: [any ServerInterceptor])
    ) throws -> RPCServer {
        try RPCServer.start(
            RPCServerConfiguration(listen: endpoint, loopCount: 1), services: offered.services,
            interceptors: offered.interceptors, tls: tls,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a client needs to reach it.
    var configuration: MedCodesConfiguration {
        var configuration = MedCodesConfiguration(server: "\(endpoint)")
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

    func shutDown() async { await server.withLock { $0 }.shutDown(within: .zero) }

    /// Ends the server with all its connections, and starts another one on the same port.
    func restart() async throws {
        await shutDown()
        let next = try Self.start(on: endpoint, tls, Self.services(store, health, admins, calls, uploads: folder))
        server.withLock { $0 = next }
    }

    /// Writes a page, as one revision.
    func put(_ page: Code) async throws {
        _ = try await store.write(source: ImportSource(format: "test", files: [])) { writer throws(CatalogError) in
            try writer.putPage(page)
        }
    }

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

/// Notes what comes with each call.
final class CallRecorder: ServerInterceptor {
    private let seen = Mutex<[(path: String, metadata: Metadata)]>([])

    func callBegan(_ call: any IncomingCall) { seen.withLock { $0.append((call.path, call.metadata)) } }

    /// How often a method was called.
    func count(of method: String) -> Int { seen.withLock { $0.count { $0.path.hasSuffix("/\(method)") } } }

    /// What came with the last call of a method; nil when it was not called.
    func metadata(of method: String) -> Metadata? {
        seen.withLock { $0.last { $0.path.hasSuffix("/\(method)") }?.metadata }
    }
}

/// Names of certificates that may write.
final class Admins: Sendable {
    let authorization = CallAuthorization(rules(["development-client"])) { method in
        method.service == CodeCatalogAdminService.name ? .admin : .reader
    }

    /// Lets these write, and nobody else.
    func replace(_ names: Set<String>) { authorization.replace(Self.rules(names)) }

    private static func rules(_ names: Set<String>) -> AccessRules { AccessRules(admins: names, anonymous: Grant()) }
}
