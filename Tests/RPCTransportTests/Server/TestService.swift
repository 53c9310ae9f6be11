import EventLoop
import Logging
import RPCCore
import Synchronization

@testable import RPCTransport

/// A service for tests, and what happened to it.
final class TestService: RPCService, Sendable {
    /// Calls that were detached and wait for the test to answer them.
    let pending = Mutex<[PendingReply]>([])
    /// The connections those calls came on, for as long as somebody else holds them.
    let connections = Mutex<[WeakConnection]>([])
    /// Number of calls that were cancelled.
    let cancellations = Mutex(0)

    var methods: [RPCMethod] {
        [
            method("Echo") { request, _ throws(RPCError) in
                .reply(UnaryReply(MessageFrame(message: request)))
            },
            method("Fail") { request, _ throws(RPCError) in
                throw RPCError(.notFound, "no such thing: ☺", details: Array(request))
            },
            method("Decline") { _, _ throws(RPCError) in
                var error = RPCError(.aborted, "not today")
                try error.initialMetadata.append("before", for: "x-text")
                throw error
            },
            method("Metadata") { _, call throws(RPCError) in
                var metadata = Metadata()
                try metadata.append(call.metadata.text(for: "x-text") ?? "none", for: "x-text")
                try metadata.append(call.metadata.bytes(for: "x-bytes-bin") ?? [], for: "x-bytes-bin")
                let reply = ReplyMetadata(metadata)
                return .reply(UnaryReply(MessageFrame(message: call.peer.utf8), metadata: reply, trailers: reply))
            },
            method("Later") { [self] _, call throws(RPCError) in
                connections.withLock { $0.append(WeakConnection(call)) }
                let reply = call.detach()
                reply.onCancel { [self] in cancellations.withLock { $0 += 1 } }
                pending.withLock { $0.append(reply) }
                return .detached
            },
            method("Forget") { _, call throws(RPCError) in
                _ = call.detach()
                return .detached
            },
            method("Big") { _, _ throws(RPCError) in
                .reply(UnaryReply(MessageFrame(message: [UInt8](repeating: 7, count: 2_000_000))))
            },
        ]
    }

    private func method(_ name: String, _ handler: @escaping UnaryHandler) -> RPCMethod {
        RPCMethod(service: "test.Service", name: name, handler: handler)
    }
}

/// A connection that is not held.
struct WeakConnection: @unchecked Sendable {
    // Sendable because all that is ever asked is whether the object is still there.
    private weak var connection: ServerConnection?

    init(_ call: any ServerCall) { connection = (call as? ServerStream)?.connection }

    /// Whether the object is gone.
    var isGone: Bool { connection == nil }
}

/// Runs the body, which may block, with a server on a port of its own, in plaintext unless there is a context, and shuts that down.
func withServer(
    _ adjust: (inout RPCServerConfiguration) -> Void = { _ in }, tls: TLSContext? = nil,
    _ body: (RPCServer, TestService) async throws -> Void
) async throws {
    var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2)
    adjust(&configuration)
    let service = TestService()
    let server = try RPCServer.start(
        configuration, services: [service], tlsContext: tls, logger: Logger(label: "test"))
    do {
        try await withTaskExecutorPreference(BlockingExecutor()) { try await body(server, service) }
    } catch {
        await server.shutDown(within: .zero)
        throw error
    }
    await server.shutDown(within: .zero)
}
