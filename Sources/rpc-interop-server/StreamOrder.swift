internal import CTestProtos
internal import InteropMessages
internal import RPCCore
internal import WireMessages

/// What a StreamingOutputCallRequest asks for.
struct StreamOrder {
    /// One answer to give.
    struct Answer {
        /// The length of its payload, in bytes.
        let payloadByteCount: Int
        /// How long to wait before it.
        let delay: Duration
        let isCompressed: Bool

        /// The answer, a StreamingOutputCallResponse.
        func frame() -> MessageFrame {
            Grpc__Testing__StreamingOutputCallResponse.frame { reply, arena in
                reply.payload = Grpc__Testing__Payload.zeros(byteCount: payloadByteCount, in: arena)
            }
        }
    }

    /// The answers, in order.
    let answers: [Answer]
    /// The error that the call is to end with after them.
    let status: RPCError?

    /// Whether any answer is to be compressed, which has to be announced before the first.
    var asksForCompression: Bool { answers.contains(where: \.isCompressed) }

    /// Reads the request.
    ///
    /// - Throws: `invalidArgument` when it is malformed or asks for a size that is not given.
    init(_ request: ReceivedMessage) throws(RPCError) {
        self = try Grpc__Testing__StreamingOutputCallRequest.read(request) { Self($0) }
        for answer in answers { try Payload.check(byteCount: answer.payloadByteCount) }
    }

    private init(_ request: Grpc__Testing__StreamingOutputCallRequest) {
        let parameters = UnsafeBufferPointer(start: request.response_parameters, count: request.n_response_parameters)
        answers = parameters.compactMap { parameters in
            parameters.map { Answer($0.pointee) }
        }
        status = request.response_status.flatMap { RPCError(echo: $0.pointee) }
    }
}

extension StreamOrder.Answer {
    fileprivate init(_ parameters: Grpc__Testing__ResponseParameters) {
        payloadByteCount = Int(parameters.size)
        delay = .microseconds(max(0, Int64(parameters.interval_us)))
        isCompressed = parameters.compressed.isTrue
    }
}
