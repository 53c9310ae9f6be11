internal import CTestProtos
internal import RPCCore
internal import WireMessages

/// What a SimpleRequest asks for.
struct UnaryOrder {
    /// The length of the answer's payload, in bytes.
    let payloadByteCount: Int
    /// The error that the call is to end with.
    let status: RPCError?

    /// Reads the request.
    ///
    /// - Throws: `invalidArgument` when it is malformed, asks for a size that is not given, or says that it was sent
    ///   compressed: this server accepts no compressed requests, so it was not.
    init(_ request: UnsafeRawBufferPointer) throws(RPCError) {
        self = try Grpc__Testing__SimpleRequest.read(request) { Self($0) }
        guard !expectsCompression else {
            throw RPCError(.invalidArgument, "the message was to be compressed and is not")
        }
        try Payload.check(byteCount: payloadByteCount)
    }

    /// The answer, a SimpleResponse.
    func reply() -> MessageFrame {
        Grpc__Testing__SimpleResponse.frame { reply, arena in
            reply.payload = Payload.zeros(byteCount: payloadByteCount, in: arena)
        }
    }

    private let expectsCompression: Bool

    private init(_ request: Grpc__Testing__SimpleRequest) {
        payloadByteCount = Int(request.response_size)
        status = request.response_status.flatMap { RPCError(echo: $0.pointee) }
        expectsCompression = request.expect_compressed.map { $0.pointee.value != 0 } ?? false
    }
}
