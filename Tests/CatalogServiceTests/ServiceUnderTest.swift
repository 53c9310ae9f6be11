import CatalogCache
import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import Foundation
import RPCCore
import WireMessages

/// A service over a store of two pages in a folder of its own.
final class ServiceUnderTest: Sendable {
    private let folder: URL
    private let store: SQLiteCodeStore
    private let service: CodeCatalogService
    private let adminService: CodeCatalogAdminService

    init(
        _ configuration: SQLiteCodeStore.Configuration = SQLiteCodeStore.Configuration(),
        exportStallTimeMax: Duration = .seconds(300)
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("uploads"), withIntermediateDirectories: true)
        let store = try SQLiteCodeStore(
            path: folder.appendingPathComponent("catalog.sqlite").path, configuration: configuration)
        self.store = store
        let opening = Task<any CodeStore, any Error> { store }
        service = CodeCatalogService(opening: opening, exportStallTimeMax: exportStallTimeMax)
        adminService = CodeCatalogAdminService(
            opening: opening, uploadFolder: folder.appendingPathComponent("uploads").path)
        try await put(["22849": "Code 22849", "27447": "Code 27447"])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes pages with these titles for these CPT codes, as one revision.
    func put(_ titles: [String: String]) async throws {
        let pages = try titles.map { Code(key: try CodeKey(system: .cpt, code: $0.key), longDescriptor: $0.value) }
        try await write { writer throws(CatalogError) in
            for page in pages { try writer.putPage(page) }
        }
    }

    /// Writes to the store, as one revision.
    func write(_ body: @escaping @Sendable (any CodeStoreWriter) throws(CatalogError) -> Void) async throws {
        _ = try await store.write(source: ImportSource(format: "test", files: []), body)
    }

    /// A GetCode request for a CPT code.
    func getCode(_ code: String) -> [UInt8] {
        GetCodeRequest(key: CodeKey(system: .cpt, canonical: code)).withMessage { $0.bytes() }
    }

    func method(_ name: String) -> RPCMethod { service.method(name) }

    func adminMethod(_ name: String) -> RPCMethod {
        guard let method = adminService.methods.first(where: { $0.name == name }) else { fatalError("no \(name)") }
        return method
    }

    /// Calls a method of the admin service with one request and one reply.
    func admin<Reply: CatalogMessage>(
        _ name: String, _ request: some CatalogMessage, _ type: Reply.Type
    ) async throws -> Reply {
        let stream = try TestStream(adminMethod(name), request: request)
        return try await stream.next(type)
    }

    /// The newest revision.
    func revision() async throws -> Int64 { try await store.revision().rawValue }

    /// Returns when searches are answered out of the newest revision.
    func awaitIndex() async throws {
        let newest = "\(try await revision())"
        let request = SearchCodesRequest(query: "").withMessage { $0.bytes() }
        while true {
            let reply = try? await call("SearchCodes", request).get().reply
            if reply?.metadata.texts["medcodes-revision"] == newest { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// What was asked most of late.
    var hotRequests: HotRequests { service.hotRequests }

    /// Another service over the same store, with empty caches.
    func restarted() -> CodeCatalogService { CodeCatalogService(opening: Task { [store] in store }) }

    /// What the caches hold.
    var cacheStatistics: [CachedKind: CacheStatistics] { service.cacheStatistics }

    /// What lies in the folder for the files of imports.
    func uploads() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("uploads").path)
    }

    /// The server is about to end.
    func drain() { service.drain() }

    /// Calls a method and waits for its answer; the outcome is the reply's `medcodes-cache`.
    func call(_ name: String, _ request: [UInt8]) async -> Result<(reply: UnaryReply, outcome: String?), RPCError> {
        await TestCall.run(method(name), request)
    }

    /// Calls a handler that must answer at once.
    func reply(_ handler: UnaryHandler, _ request: [UInt8], _ call: TestCall) throws -> UnaryReply {
        let answer = try request.withUnsafeBytes { try handler($0, call) }
        guard case .reply(let reply) = answer else { throw RPCError(.internal, "the answer did not come at once") }
        return reply
    }
}

extension CodeCatalogService {
    func method(_ name: String) -> RPCMethod {
        guard let method = methods.first(where: { $0.name == name }) else { fatalError("no method \(name)") }
        return method
    }
}

/// A call without a transport.
final class TestCall: ServerCall {
    let method: RPCMethod
    let peer = "ipv4:127.0.0.1:1"
    let metadata = Metadata()
    let deadline = Deadline.never
    let wakeUpNanoseconds: UInt64 = 0
    private let pending: PendingReply

    init(_ method: RPCMethod, deliver: @escaping @Sendable (PendingReply.Outcome) -> Void = { _ in }) {
        self.method = method
        pending = PendingReply(deadline: .never, deliver: deliver)
    }

    func detach() -> PendingReply { pending }

    /// Runs a handler and waits for its answer.
    static func run(
        _ method: RPCMethod, _ request: [UInt8]
    ) async -> Result<(reply: UnaryReply, outcome: String?), RPCError> {
        let outcome: PendingReply.Outcome = await withCheckedContinuation { continuation in
            let call = TestCall(method) { continuation.resume(returning: $0) }
            request.withUnsafeBytes { bytes in
                guard let handler = method.immediateHandler else {
                    return call.pending.fail(RPCError(.unimplemented, "\(method.name) is not immediate"))
                }
                do throws(RPCError) {
                    if case .reply(let reply) = try handler(bytes, call) { call.pending.succeed(reply) }
                } catch {
                    call.pending.fail(error)
                }
            }
        }
        return outcome.map { ($0, Self.outcome(of: $0)) }
    }

    /// The `medcodes-cache` a reply carries.
    static func outcome(of reply: UnaryReply) -> String? {
        reply.metadata.texts["medcodes-cache"]
    }
}

extension ReplyMetadata {
    /// The fields as text.
    var texts: [String: String] {
        Dictionary(
            fields.map { (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)) },
            uniquingKeysWith: { first, _ in first })
    }
}
