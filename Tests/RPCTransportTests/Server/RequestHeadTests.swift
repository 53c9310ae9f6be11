import RPCCore
import Testing

@testable import RPCTransport

@Suite("A request's header list")
struct RequestHeadTests {
    typealias Fields = KeyValuePairs<String, String>

    private let methods = MethodTable([TestService()])

    private func head(_ fields: Fields) -> RequestHead {
        let head = RequestHead()
        read(fields, into: head)
        return head
    }

    private func read(_ fields: Fields, into head: RequestHead) {
        for (name, value) in fields {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { head.receive(name: name, value: $0, methods: methods) }
            }
        }
    }

    /// The list of a proper request, with one field in the place of another or added to it.
    private func head(with name: String, _ value: String) -> RequestHead {
        let head = head([":method": "POST", ":path": "/test.Service/Echo", "content-type": "application/grpc"])
        read([name: value], into: head)
        return head
    }

    @Test("A proper request names its method, deadline, encodings and metadata")
    func proper() {
        let head = head([
            ":method": "POST", ":scheme": "https", ":path": "/test.Service/Echo", ":authority": "a",
            "content-type": "application/grpc+proto", "te": "trailers", "grpc-timeout": "2S", "grpc-encoding": "gzip",
            "grpc-accept-encoding": "identity, gzip", "grpc-message-type": "a.B", "x-text": "a",
            "x-bytes-bin": "AQI=,Aw",
        ])
        #expect(head.httpRefusal == nil)
        #expect(head.refusal(methods: methods) == nil)
        #expect(head.method?.name == "Echo")
        #expect(head.deadline(now: 5) == Deadline(nanoseconds: 2_000_000_005))
        #expect(head.namesGzip && head.acceptsGzip)
        let metadata = head.metadata.metadata
        #expect(metadata.entries.map(\.key) == ["x-text", "x-bytes-bin", "x-bytes-bin"])
        #expect(metadata.values(for: "x-bytes-bin") == [.binary([1, 2]), .binary([3])])
    }

    @Test(
        "What is no request of gRPC's is refused with an HTTP status",
        arguments: [
            (":method", "GET", true), (":method", "post", true), ("content-type", "application/json", true),
            ("content-type", "application/grpcx", true), ("content-type", "", true),
            ("content-type", "application/grpc+json", false), ("content-type", "application/grpc;charset=utf-8", false),
        ])
    func notGRPC(name: String, value: String, isRefused: Bool) {
        #expect((head(with: name, value).httpRefusal != nil) == isRefused)
    }

    @Test(
        "A call that cannot be served says why",
        arguments: [
            (":path", "/test.Service/None", StatusCode.unimplemented, "the service test.Service has no such method"),
            (":path", "/none.Service/Echo", .unimplemented, "there is no such service here"),
            (":path", "Echo", .unimplemented, "the path names no method: it has the form /service/method"),
            ("grpc-timeout", "2s", .internal, "the grpc-timeout is malformed"),
            ("grpc-timeout", "", .internal, "the grpc-timeout is malformed"),
            ("x-bytes-bin", "*", .internal, "a -bin header field is no Base64"),
            ("grpc-encoding", "br", .unimplemented, "the grpc-encoding is not supported"),
        ] as [(String, String, StatusCode, String)])
    func refusal(name: String, value: String, code: StatusCode, message: String) {
        let error = head(with: name, value).refusal(methods: methods)
        #expect(error?.code == code)
        #expect(error?.message == message)
    }

    @Test("Who names an unknown encoding is told the known ones")
    func acceptedEncodings() {
        let error = head(with: "grpc-encoding", "br").refusal(methods: methods)
        #expect(error?.metadata.text(for: "grpc-accept-encoding") == "identity,gzip")
    }

    @Test("Without a method there is no method")
    func noPath() {
        let head = head([":method": "POST", "content-type": "application/grpc"])
        #expect(head.refusal(methods: methods)?.code == .unimplemented)
    }

    @Test("Of an endless path the beginning is told")
    func longPath() {
        let path = "/" + String(repeating: "x", count: 10_000)
        let message = head(with: ":path", path).refusal(methods: methods)?.message
        #expect((message?.utf8.count ?? .max) < 400)
    }

    @Test("Used again, it remembers nothing")
    func reuse() {
        let used = head([
            ":method": "POST", ":path": "/other/Path", "content-type": "application/grpc", "grpc-timeout": "bad",
            "grpc-encoding": "br", "grpc-accept-encoding": "gzip", "x-bytes-bin": "*", "x-text": "a",
        ])
        used.removeAll()
        read([":method": "POST", ":path": "/test.Service/Echo", "content-type": "application/grpc"], into: used)
        #expect(used.refusal(methods: methods) == nil)
        #expect(used.metadata.metadata.isEmpty)
        #expect(!used.acceptsGzip && !used.namesGzip)
        #expect(used.deadline(now: 5) == .never)
    }
}
