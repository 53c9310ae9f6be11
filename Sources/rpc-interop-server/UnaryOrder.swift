internal import CTestProtos
internal import InteropMessages
internal import RPCCore
internal import WireMessages

/// What a SimpleRequest asks for.
struct UnaryOrder {
    /// The length of the answer's payload, in bytes.
    let payloadByteCount: Int
    /// Whether the answer is to be compressed.
    let asksForCompression: Bool
    /// The error that the call is to end with.
    let status: RPCError?

    private let expectsCompression: Bool

    /// Reads the request.
    ///
    /// - Throws: `invalidArgument` when it is malformed, asks for a size that is not given, or says that it was to be
    ///   compressed and was not.
    init(_ request: UnsafeRawBufferPointer, wasCompressed: Bool) throws(RPCError) {
        self = try Grpc__Testing__SimpleRequest.read(request) { Self($0) }
        try Payload.checkCompression(isExpected: expectsCompression, wasCompressed: wasCompressed)
        try Payload.check(byteCount: payloadByteCount)
    }

    /// The answer, a SimpleResponse.
    func reply() -> MessageFrame {
        Grpc__Testing__SimpleResponse.frame { reply, arena in
            reply.payload = Grpc__Testing__Payload.zeros(byteCount: payloadByteCount, in: arena)
        }
    }

    private init(_ request: Grpc__Testing__SimpleRequest) {
        payloadByteCount = Int(request.response_size)
        asksForCompression = request.response_compressed.isTrue
        status = request.response_status.flatMap { RPCError(echo: $0.pointee) }
        expectsCompression = request.expect_compressed.isTrue
    }
}
