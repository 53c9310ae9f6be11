import RPCCore
import Testing

@Suite("Status codes")
struct StatusCodeTests {
    @Test("Every code reads back from its wire text", arguments: StatusCode.allCases)
    func wireText(code: StatusCode) {
        #expect(StatusCode(wireText: Array("\(code.rawValue)".utf8)) == code)
    }

    @Test("Text that names no code is UNKNOWN", arguments: ["", "17", "99", "-1", "1x", "005", "OK"])
    func unknownText(text: String) {
        #expect(StatusCode(wireText: Array(text.utf8)) == .unknown)
    }

    @Test(
        "An HTTP status without a gRPC one is mapped",
        arguments: [(400, StatusCode.internal), (401, .unauthenticated), (404, .unimplemented), (503, .unavailable)]
            + [(415, .unknown), (200, .unknown)])
    func httpStatus(status: Int, code: StatusCode) {
        #expect(StatusCode(httpStatus: status) == code)
    }
}
