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
/// Every call that fails throws ``MedCodesError``, within ``MedCodesConfiguration/timeout``. All calls here only read, so
/// one that finds no server is made again (``MedCodesConfiguration/retries``).
public final class MedCodesClient: Sendable {
    /// The most keys that ``codes(_:asOf:view:)`` takes.
    public static let batchKeyCountMax = BatchGetCodesRequest.keyCountMax

    /// The services called, all of whose methods used here only read.
    static let services = ["medcodes.v1.CodeCatalogService", "grpc.health.v1.Health"]
    static let service = "/medcodes.v1.CodeCatalogService"

    let configuration: MedCodesConfiguration
    let transport: RPCClient

    /// A client; files are read, and nothing is sent yet.
    ///
    /// - Throws: ``MedCodesError`` with the problem `configuration` when the server's name, a certificate, a key or a number
    ///   of attempts cannot be used.
    public init(_ configuration: MedCodesConfiguration) throws(MedCodesError) {
        self.configuration = configuration
        let transportConfiguration = try configuration.transportConfiguration()
        do throws(RPCError) {
            transport = try RPCClient(transportConfiguration)
        } catch {
            guard error.code != .invalidArgument else {
                throw MedCodesError(.invalidArgument, error.message, problem: .configuration, cause: error)
            }
            throw MedCodesError(error)
        }
    }

    /// The code as it stands on a day.
    ///
    /// - Parameters:
    ///   - code: In any case, with or without dots.
    ///   - day: The day the patient was treated; nil for today (UTC).
    ///   - view: How much of it to fetch.
    /// - Throws: ``MedCodesError``; NOT_FOUND, with ``MedCodesError/absence``, when the code is not valid on that day.
    public func code(
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
    public func code(
        _ key: CodeKey, asOf day: CalendarDate? = nil, view: CodeView = .full
    ) async throws(MedCodesError) -> Code {
        do throws(MedCodesError) {
            return try await call("GetCode", GetCodeRequest(key: key, asOf: day, view: view), Code.self)
        } catch {
            throw error.about(key)
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
        let request = BatchGetCodesRequest(keys: keys, asOf: day, view: view)
        let answers = try await call("BatchGetCodes", request, BatchGetCodesResponse.self).answers
        guard answers.count == keys.count else {
            throw MedCodesError(.internal, "the server gave \(answers.count) answers to \(keys.count) keys")
        }
        return answers
    }

    /// What the catalog holds: code systems, releases, counts and the revision.
    ///
    /// - Throws: ``MedCodesError``.
    public func catalog() async throws(MedCodesError) -> CatalogSummary {
        try await call("GetCatalog", GetCatalogRequest(), CatalogSummary.self)
    }

    /// Whether the server, or one of its services, answers calls (gRPC health checking protocol).
    ///
    /// - Parameter service: A service's full name, such as `medcodes.v1.CodeCatalogService`; empty for the whole server.
    /// - Throws: ``MedCodesError``; NOT_FOUND when the server has no such service.
    public func health(of service: String = "") async throws(MedCodesError) -> ServingStatus {
        let request = MessageFrame(message: HealthMessages.checkRequest(service: service))
        let reply = try await send("/grpc.health.v1.Health/Check", request)
        return try read(reply) { bytes throws(MessageError) in try HealthMessages.status(fromCheckReply: bytes) }
    }

    /// Ends the client: calls in progress and later ones end with CANCELLED. Returns when the connection is closed; a
    /// second call does nothing. A client that is let go without it closes by itself.
    public func close() async { await transport.close() }
}
