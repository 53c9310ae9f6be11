internal import CatalogMessages
internal import RPCCore
internal import RPCServices
internal import RPCTransport
internal import WireMessages

/// A client of a MedCodes service: looks up medical codes over gRPC and TLS.
///
/// ```swift
/// import MedCodesClient
///
/// var configuration = MedCodesConfiguration(server: "localhost:7443")
/// configuration.trust = .authorityFile("certificates/ca.pem")
/// let client = try MedCodesClient(configuration)
///
/// do {
///     let code = try await client.code(.cpt, "22849")
///     print(code.key, code.longDescriptor)
/// } catch {
///     print(error.message, error.absence?.successors ?? [])
/// }
/// await client.close()
/// ```
///
/// One client serves a whole program. It connects when the first call needs it and anew when the connection is lost, to
/// one of several servers or to all of them (``MedCodesConfiguration/balancing``), and calls made at the same time share
/// the connection. Any method may be called from any task or thread. A call whose task is cancelled ends at once, and the
/// server is told.
///
/// Every call that fails throws ``MedCodesError``, within ``MedCodesConfiguration/timeout``. All calls but those of
/// administrators only read, so one that finds no server is made again (``MedCodesConfiguration/retries``), and a look-up
/// that is slow to be answered is made twice (``MedCodesConfiguration/hedging``).
public final class MedCodesClient: Sendable {
    /// The most keys that ``codes(_:asOf:view:)`` takes.
    public static let batchKeyCountMax = BatchGetCodesRequest.keyCountMax

    let configuration: MedCodesConfiguration
    let transport: RPCClient
    let options: CallOptions
    /// What the options and the configuration send with each call.
    let requestMetadata: Metadata
    let nearCache: NearCache?
    let arenas: ArenaPool

    /// A client; files are read, and nothing is sent yet.
    ///
    /// - Throws: ``MedCodesError`` with the problem `configuration` when the server's name, a certificate, a key or a number
    ///   of attempts cannot be used.
    public convenience init(_ configuration: MedCodesConfiguration) throws(MedCodesError) {
        let transportConfiguration = try configuration.transportConfiguration()
        let transport: RPCClient
        do throws(RPCError) {
            transport = try RPCClient(transportConfiguration)
        } catch {
            guard error.code != .invalidArgument else {
                throw MedCodesError(.invalidArgument, error.message, problem: .configuration, cause: error)
            }
            throw MedCodesError(error)
        }
        let arenas = ArenaPool()
        let plain = try MedCodesClient(configuration, transport, CallOptions(), nearCache: nil, arenas)
        let nearCache = configuration.nearCache.map { NearCache($0, watchedBy: plain) }
        try self.init(configuration, transport, CallOptions(), nearCache: nearCache, arenas)
    }

    private init(
        _ configuration: MedCodesConfiguration, _ transport: RPCClient, _ options: CallOptions, nearCache: NearCache?,
        _ arenas: ArenaPool
    ) throws(MedCodesError) {
        self.configuration = configuration
        self.transport = transport
        self.options = options
        requestMetadata = try options.requestMetadata(configuration)
        self.nearCache = nearCache
        self.arenas = arenas
    }

    /// The same client with something said of its calls: it shares the connections and the near cache, and is cheap enough
    /// to be made for each request that a program serves. Closing one closes all.
    ///
    /// ```swift
    /// var options = CallOptions()
    /// options.requestID = "9f8b1c"
    /// options.timeout = .milliseconds(300)
    /// options.onReply = { reply in print(reply.method, reply.revision ?? "", reply.cacheOutcome ?? "") }
    /// let code = try await client.with(options).code(.cpt, "22849")
    /// ```
    ///
    /// - Parameter options: They take the place of those that this client has.
    /// - Throws: ``MedCodesError`` with the problem `configuration` for metadata that cannot be sent.
    public func with(_ options: CallOptions) throws(MedCodesError) -> MedCodesClient {
        try MedCodesClient(configuration, transport, options, nearCache: nearCache, arenas)
    }

    /// The code as it stands on a day.
    ///
    /// - Parameters:
    ///   - code: In any case, with or without dots.
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of it to fetch.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    nonisolated(nonsending) public func code(
        _ system: CodeSystem, _ code: String, asOf day: CalendarDate? = nil, view: CodeView = .full
    ) async throws(MedCodesError) -> Code {
        let key: CodeKey
        do throws(CatalogError) {
            key = try CodeKey(system: system, code: code)
        } catch {
            throw MedCodesError(error)
        }
        return try await self.code(key, asOf: day, view: view)
    }

    /// The code with this key as it stands on a day.
    ///
    /// - Parameters:
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of it to fetch.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    nonisolated(nonsending) public func code(
        _ key: CodeKey, asOf day: CalendarDate? = nil, view: CodeView = .full
    ) async throws(MedCodesError) -> Code {
        let day = lookupDay(day)
        switch findNear(key, asOf: day, view: view) {
        case .held(let held, let revision):
            tell(.getCode, revision)
            if let code = held.code { return code }
            throw MedCodesError(held.absence, at: revision)
        case .nothing(let place): return try await fetch(key, asOf: day, view: view, heldIn: place)
        }
    }

    /// Makes the call for a code. By itself, since what the near cache answers needs none of the memory for a call, nor a
    /// look at where it runs: a hit is given in the caller's own place, and an answer is read elsewhere.
    @concurrent private func fetch(
        _ key: CodeKey, asOf day: CalendarDate?, view: CodeView, heldIn place: NearCodes.Place?
    ) async throws(MedCodesError) -> Code {
        do throws(MedCodesError) {
            let request = GetCodeRequest(key: key, asOf: day, view: view)
            let (code, revision) = try await callWithRevision(.getCode, request, Code.self)
            keepNear(.found(code), at: revision, in: place)
            return code
        } catch {
            let error = error.about(key)
            if let absence = error.absence, error.cacheOutcome != Metadata.staleOutcome {
                keepNear(.absent(absence), at: error.revision, in: place)
            }
            throw error
        }
    }

    /// One answer per key, in the order of the keys, all of one revision of the catalog. A code that is not there is an
    /// answer too, so it fails no batch.
    ///
    /// - Parameters:
    ///   - keys: At most ``batchKeyCountMax``; a key may occur twice. None at all is answered without a call.
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of each code to fetch.
    /// - Throws: ``MedCodesError``.
    public func codes(
        _ keys: [CodeKey], asOf day: CalendarDate? = nil, view: CodeView = .basic
    ) async throws(MedCodesError) -> [CodeAnswer] {
        guard !keys.isEmpty else { return [] }
        guard keys.count <= Self.batchKeyCountMax else {
            throw MedCodesError(
                .invalidArgument,
                "\(keys.count) keys are more than a batch holds; ask for \(Self.batchKeyCountMax) at most")
        }
        return try await fetch(keys, asOf: lookupDay(day), view: view, isSweep: true)
    }

    /// Makes a batch.
    ///
    /// - Parameter isSweep: Whether the keys say little about what is asked for often, so that in the near cache their
    ///   answers drive nothing out.
    func fetch(
        _ keys: [CodeKey], asOf day: CalendarDate?, view: CodeView, isSweep: Bool
    ) async throws(MedCodesError) -> [CodeAnswer] {
        let (held, places) = findNear(keys, asOf: day, view: view)
        if let held { return held }
        let request = BatchGetCodesRequest(keys: keys, asOf: day, view: view)
        let (reply, revision) = try await callWithRevision(.batchGetCodes, request, BatchGetCodesResponse.self)
        guard reply.answers.count == keys.count else {
            throw MedCodesError(.internal, "the server gave \(reply.answers.count) answers to \(keys.count) keys")
        }
        for (place, answer) in zip(places, reply.answers) {
            keepNear(answer, at: revision, in: place, evicting: !isSweep)
        }
        return reply.answers
    }

    /// What the catalog holds: code systems, releases, counts and the revision.
    ///
    /// - Throws: ``MedCodesError``.
    public func catalog() async throws(MedCodesError) -> CatalogSummary {
        try await call(.getCatalog, GetCatalogRequest(), CatalogSummary.self)
    }

    /// Whether the server, or one of its services, answers calls (gRPC health checking protocol).
    ///
    /// - Parameter service: A service's full name, such as `medcodes.v1.CodeCatalogService`; empty for the whole server.
    /// - Throws: ``MedCodesError``; NOT_FOUND when the server has no such service.
    public func health(of service: String = "") async throws(MedCodesError) -> ServingStatus {
        let request = MessageFrame(message: HealthMessages.checkRequest(service: service))
        let reply = try await send(.checkHealth, request)
        return try read(reply) { bytes throws(MessageError) in try HealthMessages.status(fromCheckReply: bytes) }
    }

    /// Ends the client: calls in progress and later ones end with CANCELLED. Returns when the connection is closed; a
    /// second call does nothing. A client that is let go without it closes by itself.
    public func close() async {
        nearCache?.stop()
        await transport.close()
    }
}
