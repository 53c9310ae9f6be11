internal import Glibc

/// A method that a server offers, under the path it is called by.
public final class RPCMethod: Sendable {
    /// The service's full name: `medcodes.v1.CodeCatalogService`.
    public let service: String
    /// The method's name within its service: `GetCode`.
    public let name: String
    /// How many messages go each way.
    public let kind: MethodKind
    /// What serves it.
    public let handler: MethodHandler
    /// Whether calls are served also when the server has more to do than it can, and are not counted then: for what tells
    /// whether it lives.
    public let isEssential: Bool

    /// The path on the wire, `/service/name`, as bytes to compare with.
    package let path: [UInt8]

    /// A unary method, served at once by a plain function on the caller's loop.
    public convenience init(
        service: String, name: String, isEssential: Bool = false, handler: @escaping UnaryHandler
    ) {
        self.init(
            service: service, name: name, kind: .unary, handler: .immediate(handler), isEssential: isEssential)
    }

    /// A unary method, served by an asynchronous function.
    public convenience init(
        service: String, name: String,
        unary handler: @escaping @Sendable (ReceivedMessage, StreamingCall) async throws -> UnaryReply
    ) {
        self.init(service: service, name: name, kind: .unary) { call in
            try await call.reply(handler(call.requests.single(), call))
        }
    }

    /// A method with one request and any number of replies.
    public convenience init(
        service: String, name: String,
        serverStreaming handler: @escaping @Sendable (ReceivedMessage, StreamingCall) async throws -> Void
    ) {
        self.init(service: service, name: name, kind: .serverStreaming) { call in
            try await handler(call.requests.single(), call)
        }
    }

    /// A method with any number of requests and one reply.
    public convenience init(
        service: String, name: String,
        clientStreaming handler: @escaping @Sendable (StreamingCall) async throws -> UnaryReply
    ) {
        self.init(service: service, name: name, kind: .clientStreaming) { call in
            try await call.reply(handler(call))
        }
    }

    /// A method with any number of messages each way.
    public convenience init(service: String, name: String, bidirectional handler: @escaping StreamHandler) {
        self.init(service: service, name: name, kind: .bidirectionalStreaming, streaming: handler)
    }

    private convenience init(
        service: String, name: String, kind: MethodKind, streaming handler: @escaping StreamHandler
    ) {
        self.init(service: service, name: name, kind: kind, handler: .streaming(handler))
    }

    private init(
        service: String, name: String, kind: MethodKind, handler: MethodHandler, isEssential: Bool = false
    ) {
        self.service = service
        self.name = name
        self.kind = kind
        self.handler = handler
        self.isEssential = isEssential
        path = Array("/\(service)/\(name)".utf8)
    }

    /// The plain function that serves the method; nil when an asynchronous one does.
    public var immediateHandler: UnaryHandler? {
        if case .immediate(let handler) = handler { handler } else { nil }
    }

    /// Whether these bytes are the method's path. Allocates nothing.
    package func hasPath(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard path.count == bytes.count, let start = bytes.baseAddress else { return false }
        return path.withUnsafeBufferPointer { path in
            guard let pathStart = path.baseAddress else { return false }
            return memcmp(pathStart, start, path.count) == 0
        }
    }
}

extension StreamingCall {
    /// Sends the one reply of a call.
    fileprivate func reply(_ reply: UnaryReply) async throws(RPCError) {
        if reply.metadata !== ReplyMetadata.empty { setMetadata(reply.metadata) }
        if reply.trailers !== ReplyMetadata.empty { setTrailers(reply.trailers) }
        try await send(reply.frame, compressed: reply.isCompressible)
    }
}
