internal import CProtobufC
internal import CTestProtos
internal import InteropMessages
internal import RPCCore
internal import WireMessages

/// What a StreamingInputCallRequest brings.
struct StreamedPayload {
    /// The length of its payload, in bytes.
    let byteCount: Int

    /// Reads the request.
    ///
    /// - Throws: `invalidArgument` when it is malformed, or says that it was to be compressed and was not.
    init(_ request: ReceivedMessage) throws(RPCError) {
        let (byteCount, expectsCompression) = try Grpc__Testing__StreamingInputCallRequest.read(request) {
            ($0.payload?.pointee.body.len ?? 0, $0.expect_compressed.isTrue)
        }
        try Payload.checkCompression(isExpected: expectsCompression, wasCompressed: request.wasCompressed)
        self.byteCount = byteCount
    }
}
