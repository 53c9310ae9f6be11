internal import CTestProtos
internal import InteropMessages
internal import RPCCore

extension RPCError {
    /// The status that a request asks for ("Echo Status"); nil for OK. A number outside gRPC's codes is UNKNOWN.
    init?(echo status: Grpc__Testing__EchoStatus) {
        guard status.code != 0 else { return nil }
        let code = UInt8(exactly: status.code).flatMap(StatusCode.init(rawValue:))
        self.init(code ?? .unknown, String(cString: status.message))
    }
}
