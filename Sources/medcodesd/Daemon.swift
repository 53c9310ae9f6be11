internal import AdminHTTP
internal import AuditLog
internal import CatalogImport
internal import CatalogMessages
internal import CatalogModel
internal import CatalogSearch
internal import CatalogService
internal import CatalogStore
internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import Logging
internal import RPCCore
internal import RPCServices
internal import RPCTransport

/// The running server: it listens first, opens the store meanwhile, and says SERVING when it can answer.
struct Daemon {
    let live: LiveSettings
    let inheritance: Inheritance
    let log: ServerLog
    let console: Console
    private let store = StoreStatus()

    /// What it was started with; what may change later is read where it is needed.
    private var settings: ServeSettings { live.settings }

    /// How often everything stored is compared with its digests.
    private static let checkInterval = Duration.seconds(86_400)

    /// Serves until a signal comes or another process has taken over; returns when everything is closed.
    ///
    /// - Throws: ``CommandFailure`` when it cannot start, or the store cannot be opened.
    func run() async throws(CommandFailure) {
        let logger = log.logger(label: "medcodesd")
        let isSearchable = settings.search.value == .on
        let health = HealthRegistry(
            services: [CodeCatalogService.name], preparing: isSearchable ? [CodeCatalogService.searchName] : [])
        let life = LifeCycle(settings: settings, inheritance: inheritance, health: health, console: console)
        let certificates = try serverCertificates(logger: logger)
        let access = try LiveAccess(live, console: console)
        let audit = try AuditLog.kept(by: settings, console: console)
        let hangUp = OperatorSignal(.reload) {
            life.reload {
                certificates.reload()
                reload(access, audit)
            }
        }
        let opening = Task {
            let opened = try await openStore() as any CodeStore
            store.open(opened)
            return opened
        }
        let admin = CodeCatalogAdminService(
            opening: opening, uploadFolder: FileManager.default.temporaryDirectory.path)
        let catalog = CodeCatalogService(
            opening: opening, cacheByteCountMax: settings.cacheSize.value.byteCount, isSearchable: isSearchable,
            lexicon: { () throws(CatalogError) in try .installed() },
            indexing: { [console] in Self.tell($0, health: health, console: console) })
        let probing = Task {
            if let failure = await probe(opening, health: health, audit: audit) { life.fail(failure) }
        }
        guard try await life.mayServe() else { return }
        let services: [any RPCService] = [catalog, admin, HealthService(registry: health)]
        let reflection = ReflectionService(of: services, descriptorSets: [ContractDescriptors.serializedSet])
        let calls = CallMetrics()
        let server = try start(
            services + [reflection], calls: calls, access: access, audit: audit, tls: certificates.context,
            logger: logger)
        let metrics = ServerMetrics(
            calls: calls, authorization: access.authorization, server: server, catalog: catalog, store: store,
            health: health, audit: audit, certificateEnd: certificateEnd)
        let pages = try adminServer(AdminPages(health: health, live: live, metrics: metrics))
        certificates.watch { server.replaceTLS($0) }
        access.follow()
        try announce(server)
        let hot = HotFile(path: settings.store.value.path + ".hot", console: console)
        let warming = Task(priority: .utility) { await hot.follow(catalog) }
        let ending = await life.ending(
            of: server, pages, store: opening, onReplacing: { hot.save(catalog.hotRequests) })
        for task in [probing, warming] { task.cancel() }
        hangUp.cancel()
        certificates.stop()
        access.stop()
        // Whoever looks at the pages of a server that is replaced is to see the new one's.
        if ending == .replaced { await pages?.shutDown() }
        server.beginShutDown(within: ending.graceTime(of: settings))
        health.drain()
        catalog.drain()
        await server.shutDown(within: ending.graceTime(of: settings))
        audit?.close()
        if ending != .replaced { await pages?.shutDown() }
        if case .failed(let failure) = ending { throw failure }
        await warming.value
        try await endingCommand { () throws(CatalogError) in try await (try? opening.value)?.close() }
    }

    /// Reads the settings anew; the operator is told what came of it.
    private func reload(_ access: LiveAccess, _ audit: AuditLog?) {
        audit?.reopenIfMoved()
        do throws(CommandFailure) {
            let change = try live.reload { settings throws(CommandFailure) in try access.adopt(settings) }
            log.change(level: settings.logLevel.value, showsContent: settings.logContent.value == .on)
            if !change.applied.isEmpty { audit?.note(.reloaded(settings: change.applied)) }
            for value in change.applied { console.say(StyledText(value)) }
            for value in change.waiting { console.say(StyledText("\(value) after the next start")) }
        } catch {
            console.report(
                CommandFailure(.failure, "the settings cannot be read anew, so the old ones stay: \(error)"))
        }
    }

    /// Says in health, and to the operator, what becomes of the search index.
    private static func tell(_ event: SearchIndexEvent, health: HealthRegistry, console: Console) {
        switch event {
        case .ready: health.set(.serving, for: CodeCatalogService.searchName)
        case .failed(let error):
            console.report(CommandFailure(.failure, "the search index cannot be built, trying again: \(error)"))
        }
    }

    /// Keeps health up to date for as long as the store can be asked. Returns why it cannot be opened: then nothing can
    /// ever be answered.
    private func probe(_ opening: Task<any CodeStore, any Error>, health: HealthRegistry, audit: AuditLog?) async
        -> CommandFailure?
    {
        do {
            let store = try await opening.value
            health.setAll(.serving)
            let probe = HealthProbe(
                registry: health,
                check: {
                    try audit?.requireWriting()
                    _ = try await store.revision()
                })
            await probe.run(changed: reportProbe)
            return nil
        } catch let error as CatalogError {
            return CommandFailure(error)
        } catch let error as CommandFailure {
            return error
        } catch {
            return nil
        }
    }

    /// Tells the operator that the store fails, or works again.
    private func reportProbe(_ error: (any Error)?) {
        guard let error else { return console.say(StyledText("the store answers again; serving")) }
        console.report(
            CommandFailure(.failure, "the store does not answer, so health says NOT_SERVING: \(error)"))
    }

    private func start(
        _ services: [any RPCService], calls: CallMetrics, access: LiveAccess, audit: AuditLog?, tls: TLSContext,
        logger: Logger
    ) throws(CommandFailure) -> RPCServer {
        let socket = inheritance.takeSocket(.calls, for: settings.listen.value)
        if let address = try? socket?.localAddress().endpoint { try settings.requireKnownCallers(on: address) }
        let processors = ProcessInfo.processInfo.activeProcessorCount
        var configuration = RPCServerConfiguration(listen: settings.listen.value, loopCount: processors)
        configuration.callCountMax = settings.callLimit.value
        configuration.overloadErrors = RPCError.overloaded(retryAfterAbout: .seconds(1))
        if let audit {
            configuration.certificateRefused = { audit.note(.handshakeRefused(peer: $0, reason: $1)) }
        }
        do throws(RPCServerError) {
            return try RPCServer.start(
                configuration, services: services,
                interceptors: [calls, access.authorization] + (audit.map { [$0] } ?? []) + [
                    CallLog(to: logger, showsContent: { [log] in log.showsContent })
                ],
                listeningOn: socket, tls: tls, logger: logger)
        } catch {
            throw CommandFailure(.failure, error.description)
        }
    }

    /// Serves the admin pages, if that is set.
    private func adminServer(_ pages: AdminPages) throws(CommandFailure) -> AdminServer? {
        let socket = inheritance.takeSocket(.adminPages, for: settings.adminListen.value)
        guard let listen = settings.adminListen.value ?? (try? socket?.localAddress().endpoint) else { return nil }
        do throws(AdminServerError) {
            let server = try AdminServer(listen: listen, socket: socket, pages: pages.all)
            console.say(StyledText("admin pages on http://\(server.endpoint)"))
            return server
        } catch {
            throw CommandFailure(.failure, error.description)
        }
    }

    /// When the certificate in the file ends: the one that is shown, or will be in a moment.
    private func certificateEnd() -> CertificateTime? {
        try? CertificateSummary(pem: .file(settings.tlsCertificate.value)).notAfter
    }

    private func announce(_ server: RPCServer) throws(CommandFailure) {
        do throws(OutputError) {
            try console.print([StyledText("listening on \(server.endpoint)")])
        } catch {
            // Whoever started the server does not read its output: that is no reason not to serve.
        }
    }

    private func serverCertificates(logger: Logger) throws(CommandFailure) -> ServerCertificates {
        do throws(TLSConfigurationError) {
            return try ServerCertificates(
                identity: identity(), clientAuthorities: settings.clientCA.value.map { .file($0) },
                demandsClientCertificate: settings.demandsClientCertificate, logger: logger)
        } catch {
            throw CommandFailure(.failure, error.message)
        }
    }

    private func identity() throws(TLSConfigurationError) -> TLSIdentity {
        guard settings.usesDevelopmentCertificate else {
            return TLSIdentity(certificate: .file(settings.tlsCertificate.value), key: .file(settings.tlsKey.value))
        }
        let directory = settings.stateDirectory.certificates
        let certificates = try DevelopmentCertificates.make(in: directory, replacing: .unusable)
        let verb = certificates.wereMade ? "made" : "using"
        console.say(
            StyledText(
                "\(verb) a development certificate in \(directory); clients trust it with --ca \(certificates.authority)"
            ))
        return certificates.server
    }

    /// Opens the store the settings name; the starter catalog is brought up to date first.
    private func openStore() async throws(CatalogError) -> SQLiteCodeStore {
        var configuration = SQLiteCodeStore.Configuration()
        configuration.damageFound = { [console] in console.report(CommandFailure($0)) }
        configuration.readEnded = { [store] in store.readEnded(after: $0) }
        configuration.checkInterval = Self.checkInterval
        configuration.checked = { [console, store] damage in
            store.checked(damage)
            if let damage { console.report(CommandFailure(damage)) }
        }
        guard settings.usesStarterCatalog else {
            let store = settings.store.value
            if !FileManager.default.fileExists(atPath: store.path) {
                console.say(
                    StyledText(
                        "\(store) is new and empty; fill it with 'medcodesd import', while it is served if you like"))
            }
            return try SQLiteCodeStore(path: store.path, configuration: configuration)
        }
        let starter = try StarterCatalog()
        try makeStateDirectory()
        let store = try SQLiteCodeStore(path: settings.store.value.path, configuration: configuration)
        let report = try await starter.load(into: store)
        console.say(
            StyledText(
                "serving the starter catalog, \(report.rowsRead) procedures in our own wording; --store serves your own"
            ))
        return store
    }

    private func makeStateDirectory() throws(CatalogError) {
        let path = settings.stateDirectory.path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CatalogError(
                .readOnly, "the state directory \(path) cannot be made",
                remedy: "make it, or name another with MEDCODES_STATE_DIRECTORY")
        }
    }
}
