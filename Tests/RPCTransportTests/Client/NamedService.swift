import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

/// A service that does what a test says for each attempt, and knows which server it is.
final class NamedService: RPCService, Sendable {
    /// What one attempt comes to. Its arguments: the attempt's number at this service, from 0, and the call.
    typealias Script = @Sendable (Int, any ServerCall) throws(RPCError) -> UnaryAnswer

    /// Attempts so far, and what each said about those before it (`grpc-previous-rpc-attempts`).
    let attempts = Mutex<[String?]>([])
    /// Calls that were cancelled.
    let cancellations = Mutex(0)

    private let name: UInt8
    private let script: Script
    private let pending = Mutex<[PendingReply]>([])

    init(_ name: UInt8 = 0, script: @escaping Script = { _, _ in .reply(UnaryReply(.empty)) }) {
        self.name = name
        self.script = script
    }

    var methods: [RPCMethod] {
        [
            RPCMethod(service: "test.Service", name: "Name") { [name] _, _ in
                .reply(UnaryReply(MessageFrame(message: [name])))
            },
            RPCMethod(service: "test.Service", name: "Scripted") { [self] _, call throws(RPCError) in
                let number = attempts.withLock { attempts in
                    attempts.append(call.metadata.text(for: "grpc-previous-rpc-attempts"))
                    return attempts.count - 1
                }
                return try script(number, call)
            },
            RPCMethod(service: "test.Service", name: "Hang") { [self] _, call in hang(call) },
            RPCMethod(
                service: "test.Service", name: "Committed",
                bidirectional: { [self] call in
                    attempts.withLock { $0.append(nil) }
                    call.sendMetadata()
                    throw RPCError(.unavailable, "the answer had begun")
                }),
        ]
    }

    /// Never answers.
    func hang(_ call: any ServerCall) -> UnaryAnswer {
        let reply = call.detach()
        reply.onCancel { [self] in cancellations.withLock { $0 += 1 } }
        pending.withLock { $0.append(reply) }
        return .detached
    }

    /// Calls that wait for an answer that does not come.
    var hangingCount: Int { pending.withLock { $0.count } }

    /// Answers the calls that wait.
    func answerHanging() {
        let replies = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        for reply in replies { reply.succeed(UnaryReply(MessageFrame(message: [name]))) }
    }
}

extension ClientFixture {
    /// Starts a server.
    func server(_ service: any RPCService, at endpoint: Endpoint = Endpoint(host: "127.0.0.1", port: 0)) throws
        -> RPCServer
    {
        try RPCServer.start(
            RPCServerConfiguration(listen: endpoint, loopCount: 1), services: [service], tls: serverContext,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// A client of several servers, which comes back soon after a failure.
    func client(
        _ servers: [Endpoint], loops: EventLoopGroup? = nil, _ adjust: (inout RPCClientConfiguration) -> Void = { _ in }
    ) throws -> RPCClient {
        let text = servers.map(\.description).joined(separator: ",")
        guard let target = RPCTarget(text) else { throw RPCError(.invalidArgument, "no target: \(text)") }
        var configuration = RPCClientConfiguration(target: target, tls: clientContext)
        configuration.backoff = RPCBackoff(initial: .milliseconds(5), longest: .milliseconds(20))
        adjust(&configuration)
        return try RPCClient(configuration, loops: loops)
    }

    /// Runs the body with servers named 0, 1 …, and ends them.
    func withServers(
        _ services: [NamedService], _ body: ([RPCServer]) async throws -> Void
    ) async throws {
        let servers = try services.map { try server($0) }
        do {
            try await body(servers)
        } catch {
            for server in servers { await server.shutDown(within: .zero) }
            throw error
        }
        for server in servers { await server.shutDown(within: .zero) }
    }
}

extension RPCClient {
    /// Which server answers.
    func name(waitsForReady: Bool? = nil) async throws(RPCError) -> UInt8? {
        try await unary(
            path: "/test.Service/Name", request: .empty, options: RPCCallOptions(waitsForReady: waitsForReady)
        ).message.first
    }

    /// Which servers answer so many calls, made one after the other: server to calls.
    func names(_ count: Int) async throws -> [UInt8: Int] {
        var names: [UInt8: Int] = [:]
        for _ in 0..<count { names[try #require(try await name()), default: 0] += 1 }
        return names
    }

    /// How a call ends; nil for OK.
    func failure(
        _ method: String, _ message: [UInt8] = [], options: RPCCallOptions = RPCCallOptions()
    ) async -> RPCError? {
        do throws(RPCError) {
            _ = try await unary(
                path: "/test.Service/\(method)", request: MessageFrame(message: message), options: options)
            return nil
        } catch {
            return error
        }
    }
}

/// A switch that several threads share.
final class Flag: Sendable {
    private let storage: Mutex<Bool>

    init(_ value: Bool) { storage = Mutex(value) }

    var value: Bool {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }
}
