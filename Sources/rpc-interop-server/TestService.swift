internal import CTestProtos
internal import InteropMessages
internal import RPCCore
internal import WireMessages

/// `grpc.testing.TestService`, as the document "gRPC Interop Test Case Descriptions" asks of a server under test.
///
/// UnimplementedCall and UnimplementedService are missing on purpose: clients test what happens then.
struct TestService: RPCService {
    static let name = "grpc.testing.TestService"

    /// A serialized google.protobuf.FileDescriptorSet of grpc.testing.
    static var descriptorSet: [UInt8] {
        var count = 0
        return Array(UnsafeBufferPointer(start: test_descriptor_set(&count), count: count))
    }

    var methods: [RPCMethod] {
        [
            RPCMethod(service: Self.name, name: "EmptyCall", handler: Self.emptyCall),
            RPCMethod(service: Self.name, name: "UnaryCall", handler: Self.unaryCall),
            RPCMethod(service: Self.name, name: "StreamingOutputCall", serverStreaming: Self.streamingOutputCall),
            RPCMethod(service: Self.name, name: "StreamingInputCall", clientStreaming: Self.streamingInputCall),
            RPCMethod(service: Self.name, name: "FullDuplexCall", bidirectional: Self.fullDuplexCall),
            RPCMethod(service: Self.name, name: "HalfDuplexCall", bidirectional: Self.halfDuplexCall),
        ]
    }

    @Sendable
    private static func emptyCall(
        _ request: UnsafeRawBufferPointer, _ call: any ServerCall
    ) throws(RPCError) -> UnaryAnswer {
        try Grpc__Testing__Empty.read(request) { _ in }
        let echo = try MetadataEcho(of: call.metadata)
        return .reply(UnaryReply(.empty, metadata: echo.initial, trailers: echo.trailing))
    }

    @Sendable
    private static func unaryCall(
        _ request: UnsafeRawBufferPointer, _ call: any ServerCall
    ) throws(RPCError) -> UnaryAnswer {
        let order = try UnaryOrder(request, wasCompressed: call.isRequestCompressed)
        let echo = try MetadataEcho(of: call.metadata)
        if let error = echo.applied(to: order.status) { throw error }
        return .reply(
            UnaryReply(
                order.reply(), metadata: echo.initial, trailers: echo.trailing, isCompressible: order.asksForCompression
            ))
    }

    @Sendable
    private static func streamingOutputCall(_ request: ReceivedMessage, _ call: StreamingCall) async throws {
        try await answer([StreamOrder(request)], on: call, echo: prepareEcho(on: call))
    }

    /// Adds up the payloads' lengths.
    @Sendable
    private static func streamingInputCall(_ call: StreamingCall) async throws -> UnaryReply {
        _ = try prepareEcho(on: call)
        var byteCount = 0
        for try await request in call.requests { byteCount += try StreamedPayload(request).byteCount }
        let sum = byteCount
        return UnaryReply(
            Grpc__Testing__StreamingInputCallResponse.frame { reply, _ in
                reply.aggregated_payload_size = Int32(clamping: sum)
            })
    }

    /// Answers each request as it comes.
    @Sendable
    private static func fullDuplexCall(_ call: StreamingCall) async throws {
        let echo = try prepareEcho(on: call)
        for try await request in call.requests { try await answer([StreamOrder(request)], on: call, echo: echo) }
    }

    /// Answers in order once all requests have come.
    @Sendable
    private static func halfDuplexCall(_ call: StreamingCall) async throws {
        let echo = try prepareEcho(on: call)
        var orders: [StreamOrder] = []
        for try await request in call.requests {
            guard orders.count < heldOrderCountMax else {
                throw RPCError(.resourceExhausted, "more than \(heldOrderCountMax) requests to be kept")
            }
            try orders.append(StreamOrder(request))
        }
        try await answer(orders, on: call, echo: echo)
    }

    /// Requests that a half-duplex call may have the server keep.
    private static let heldOrderCountMax = 10_000

    private static func prepareEcho(on call: StreamingCall) throws(RPCError) -> MetadataEcho {
        let echo = try MetadataEcho(of: call.metadata)
        call.setMetadata(echo.initial)
        call.setTrailers(echo.trailing)
        return echo
    }

    /// Gives the answers that the orders ask for, and ends the call where one says so.
    private static func answer(_ orders: [StreamOrder], on call: StreamingCall, echo: MetadataEcho) async throws {
        for order in orders {
            if order.asksForCompression { call.allowCompression() }
            for answer in order.answers {
                if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
                try await call.send(answer.frame(), compressed: answer.isCompressed)
            }
            if let error = echo.applied(to: order.status) { throw error }
        }
    }
}
