internal import CRPCProtos
public import RPCCore
internal import WireMessages

/// `grpc.health.v1.Health`: Check and List, answered on the caller's loop from a ``HealthRegistry``, and Watch.
///
/// A watch ends when the server drains: after NOT_SERVING, and with UNAVAILABLE, so that clients try another server.
public struct HealthService: RPCService {
    /// The service's full name.
    public static let name = "grpc.health.v1.Health"
    /// How many services List may name (grpc/health/v1/health.proto).
    static let listCountMax = 100

    private let registry: HealthRegistry

    /// A service that answers from this registry.
    public init(registry: HealthRegistry) { self.registry = registry }

    /// Check, List and Watch.
    public var methods: [RPCMethod] {
        [
            // Whoever restarts servers that do not answer is not to restart one that only has much to do.
            RPCMethod(service: Self.name, name: "Check", isEssential: true) {
                [registry] (request, _) throws(RPCError) in
                .reply(UnaryReply(try Self.check(request, registry)))
            },
            RPCMethod(service: Self.name, name: "List", isEssential: true) { [registry] (request, _) throws(RPCError) in
                .reply(UnaryReply(try Self.list(request, registry)))
            },
            RPCMethod(service: Self.name, name: "Watch") { [registry] (request: ReceivedMessage, call) in
                try await Self.watch(request, call, registry)
            },
        ]
    }

    private static func watch(
        _ request: ReceivedMessage, _ call: StreamingCall, _ registry: HealthRegistry
    ) async throws {
        let service = try request.bytes.withUnsafeBytes { bytes throws(RPCError) in try Self.service(bytes) }
        var known: ServingStatus?
        while let status = await registry.status(of: service, after: known) {
            try await call.send(frame(status))
            known = status
        }
        try Task.checkCancellation()
        throw RPCError(
            .unavailable, "the server is shutting down", details: StatusDetails(reason: "SHUTTING_DOWN"))
    }

    private static func check(
        _ request: UnsafeRawBufferPointer, _ registry: HealthRegistry
    ) throws(RPCError) -> MessageFrame {
        let service = try service(request)
        guard let status = registry.status(of: service) else {
            throw RPCError(
                .notFound, "no such service on this server",
                details: StatusDetails(
                    reason: "UNKNOWN_SERVICE", attachment: .resource(.init(type: "grpc.service", name: ""))))
        }
        return frame(status)
    }

    private static func service(_ request: UnsafeRawBufferPointer) throws(RPCError) -> String {
        try read(Grpc__Health__V1__HealthCheckRequest.self, request) { String(cString: $0.service) }
    }

    private static func frame(_ status: ServingStatus) -> MessageFrame {
        frame { (reply: inout Grpc__Health__V1__HealthCheckResponse, _) in reply.status = status.wireValue }
    }

    private static func list(
        _ request: UnsafeRawBufferPointer, _ registry: HealthRegistry
    ) throws(RPCError) -> MessageFrame {
        try read(Grpc__Health__V1__HealthListRequest.self, request) { _ in }
        let statuses = registry.statuses.sorted { $0.key < $1.key }
        guard statuses.count <= listCountMax else {
            throw RPCError(
                .resourceExhausted, "more than \(listCountMax) services; ask for each with Check",
                details: StatusDetails(reason: "TOO_MANY_SERVICES"))
        }
        return frame { (reply: inout Grpc__Health__V1__HealthListResponse, arena) in
            reply.n_statuses = statuses.count
            reply.statuses = arena.list(statuses) {
                (pair, entry: inout Grpc__Health__V1__HealthListResponse__StatusesEntry) in
                entry.key = arena.copy(pair.key)
                entry.value = arena.make { $0.status = pair.value.wireValue }
            }
        }
    }

    private static func read<Message: WireMessage, Value>(
        _ type: Message.Type, _ bytes: UnsafeRawBufferPointer, _ body: (Message) -> Value
    ) throws(RPCError) -> Value {
        do {
            return try Message.withUnpacked(bytes, limits: .request, arena: MessageArena()) { body($0.pointee) }
        } catch {
            throw RPCError(.invalidArgument, "\(error)", details: StatusDetails(reason: "MALFORMED_MESSAGE"))
        }
    }

    private static func frame<Message: WireMessage>(_ fill: (inout Message, MessageArena) -> Void) -> MessageFrame {
        Message.withPacked(fill) { message in
            MessageFrame(messageByteCount: message.byteCount) { message.write(to: $0) }
        }
    }
}
