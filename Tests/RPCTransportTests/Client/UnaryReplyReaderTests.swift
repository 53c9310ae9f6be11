import RPCCore
import Testing

@testable import RPCTransport

@Suite("Reading the answer to a unary call")
struct UnaryReplyReaderTests {
    typealias Fields = KeyValuePairs<String, String>

    static let okHeaders: Fields = [":status": "200", "content-type": "application/grpc"]

    /// Feeds an answer: the initial list, the payload in chunks, and the trailing list unless the first was all.
    private func read(
        _ initial: Fields, _ chunks: [[UInt8]] = [], trailers: Fields? = nil, limit: Int = 100
    ) throws(RPCError) -> RPCClientReply {
        var reader = UnaryReplyReader(messageByteCountMax: limit)
        feed(initial, to: &reader)
        reader.receivedInitialHeaders()
        for chunk in chunks {
            try chunk.withUnsafeBufferPointer { chunk throws(RPCError) in
                try reader.receive(UnsafeRawBufferPointer(chunk))
            }
        }
        if let trailers { feed(trailers, to: &reader) }
        return try reader.finish()
    }

    private func feed(_ fields: Fields, to reader: inout UnaryReplyReader) {
        for (name, value) in fields {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { reader.receive(name: name, value: $0) }
            }
        }
    }

    private func error(_ body: () throws(RPCError) -> RPCClientReply) -> RPCError? {
        do throws(RPCError) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test("Message, metadata and trailers come apart", arguments: [1, 2, 3, 100])
    func reply(chunk: Int) throws {
        let bytes: [UInt8] = [0, 0, 0, 0, 3, 7, 8, 9]
        let chunks = stride(from: 0, to: bytes.count, by: chunk).map {
            Array(bytes[$0..<min($0 + chunk, bytes.count)])
        }
        let reply = try read(
            [":status": "200", "content-type": "application/grpc+proto", "x-early": "a", "x-bin": "AQI"], chunks,
            trailers: ["grpc-status": "0", "x-late": "b"])
        #expect(reply.message == [7, 8, 9])
        #expect(reply.metadata.text(for: "x-early") == "a")
        #expect(reply.metadata.bytes(for: "x-bin") == [1, 2])
        #expect(reply.trailers.text(for: "x-late") == "b")
        #expect(reply.trailers.entries.count == 1)
    }

    @Test("An error keeps what the server said, whether it came in one list or two", arguments: [true, false])
    func status(isTrailersOnly: Bool) {
        let last: Fields = [
            "grpc-status": "5", "grpc-message": "no%20such code", "grpc-status-details-bin": "CAU", "x-hint": "c",
        ]
        let found = error { () throws(RPCError) in
            if !isTrailersOnly { return try read(Self.okHeaders, trailers: last) }
            var reader = UnaryReplyReader(messageByteCountMax: 1)
            feed(Self.okHeaders, to: &reader)
            feed(last, to: &reader)
            reader.receivedInitialHeaders()
            return try reader.finish()
        }
        #expect(found?.code == .notFound)
        #expect(found?.message == "no such code")
        #expect(found?.details == [8, 5])
        #expect(found?.metadata.text(for: "x-hint") == "c")
        #expect(found?.origin == .peer)
        #expect(found?.isUnprocessed == false)
    }

    struct Wrong: Sendable {
        var initial: [String: String] = [":status": "200", "content-type": "application/grpc"]
        var body: [UInt8] = []
        var trailers: [String: String]? = ["grpc-status": "0"]
        let code: StatusCode
        let message: String
    }

    @Test(
        "An answer that breaks the rules is an error that says how",
        arguments: [
            Wrong(
                initial: [":status": "404", "content-type": "text/html"], trailers: nil, code: .unimplemented,
                message: "the server answered HTTP status 404; is it a gRPC server?"),
            Wrong(
                initial: [":status": "503"], trailers: nil, code: .unavailable,
                message: "the server answered HTTP status 503; is it a gRPC server?"),
            Wrong(
                initial: [":status": "200", "content-type": "text/html"], body: [60], trailers: nil, code: .unknown,
                message: "the server answered with content-type 'text/html', not application/grpc; is it a gRPC server?"
            ),
            Wrong(trailers: nil, code: .unknown, message: "the server ended the call without a status"),
            Wrong(trailers: ["grpc-status": "999"], code: .unknown, message: ""),
            Wrong(code: .unimplemented, message: "the call needs one message and got none"),
            Wrong(body: [0, 0, 0, 0, 9, 1], code: .internal, message: "the message ends before its declared length"),
            Wrong(body: [0, 0, 0, 0, 0, 0], code: .unimplemented, message: "the call takes one message and got more"),
            Wrong(
                body: [1, 0, 0, 0, 1, 1], code: .internal,
                message: "the message is compressed but the call names no encoding"),
            Wrong(
                body: [0, 0, 0, 1, 0], code: .resourceExhausted, message: "the message has 256 bytes; the limit is 100"),
        ])
    func wrong(_ wrong: Wrong) {
        let found = error { () throws(RPCError) in
            var reader = UnaryReplyReader(messageByteCountMax: 100)
            for (name, value) in wrong.initial { feed([name: value], to: &reader) }
            reader.receivedInitialHeaders()
            try wrong.body.withUnsafeBufferPointer { body throws(RPCError) in
                try reader.receive(UnsafeRawBufferPointer(body))
            }
            for (name, value) in wrong.trailers ?? [:] { feed([name: value], to: &reader) }
            return try reader.finish()
        }
        #expect(found?.code == wrong.code)
        #expect(found?.message == wrong.message)
    }

    @Test("A compressed message is inflated, up to the limit")
    func gzip() throws {
        let message = [UInt8](repeating: 7, count: 100)
        let body = MessageCompression.compress(MessageFrame(message: message)).withBytes(Array.init)
        let headers: Fields = [":status": "200", "content-type": "application/grpc", "grpc-encoding": "gzip"]
        let reply = try read(headers, [body], trailers: ["grpc-status": "0"])
        #expect(reply.message == message)
        #expect(reply.wasCompressed)
        let bomb = MessageCompression.compress(MessageFrame(message: message + [7])).withBytes(Array.init)
        let found = error { () throws(RPCError) in try read(headers, [bomb], trailers: ["grpc-status": "0"]) }
        #expect(found?.code == .resourceExhausted)
        let damaged = error { () throws(RPCError) in
            try read(headers, [[1, 0, 0, 0, 1, 9]], trailers: ["grpc-status": "0"])
        }
        #expect(damaged?.code == .internal)
        #expect(try read(headers, [[0, 0, 0, 0, 1, 9]], trailers: ["grpc-status": "0"]).message == [9])
    }

    @Test("An encoding that was not offered is named, unless the server says how the call ended")
    func unknownEncoding() {
        let headers: Fields = [":status": "200", "content-type": "application/grpc", "grpc-encoding": "br"]
        let found = error { () throws(RPCError) in try read(headers, [[1, 0, 0, 0, 1, 9]]) }
        #expect(found?.code == .internal)
        #expect(found?.message.contains("'br'") == true)
        let status = error { () throws(RPCError) in try read(headers, trailers: ["grpc-status": "7"]) }
        #expect(status?.code == .permissionDenied)
    }

    @Test("A 1xx response leaves no trace")
    func information() throws {
        var reader = UnaryReplyReader(messageByteCountMax: 100)
        feed([":status": "103", "link": "x"], to: &reader)
        reader.receivedInformation()
        feed(Self.okHeaders, to: &reader)
        reader.receivedInitialHeaders()
        try [UInt8](repeating: 0, count: 5).withUnsafeBytes { try reader.receive($0) }
        feed(["grpc-status": "0"], to: &reader)
        #expect(try reader.finish().metadata.isEmpty)
    }

    @Test(
        "Resets become the codes that gRPC names",
        arguments: [
            (HTTP2ErrorCode.refusedStream, StatusCode.unavailable), (.cancel, .cancelled),
            (.enhanceYourCalm, .resourceExhausted), (.inadequateSecurity, .permissionDenied),
            (.noError, .internal), (.protocolError, .internal), (HTTP2ErrorCode(rawValue: 0x77), .internal),
        ])
    func reset(code: HTTP2ErrorCode, status: StatusCode) {
        let error = RPCError(resetBy: code)
        #expect(error.code == status)
        #expect(error.isUnprocessed == (code == .refusedStream))
    }
}

extension MessageFrame {
    /// Prefix and message.
    func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        defer { extendLifetime(self) }
        return body(bytes)
    }
}
