import RPCCore
import TestSupport
import Testing

@testable import RPCTransport

@Suite("Header lists that come again")
struct RepeatedHeaderListsTests {
    /// A stream that shares what its header list said, as the server's do.
    private final class SharingStream: HTTP2Stream {
        final class Head {
            var fields: [String] = []
        }

        var head = Head()
        private(set) var isShared = false

        override func take(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
            head.fields.append("\(String(decoding: name, as: UTF8.self)): \(String(decoding: value, as: UTF8.self))")
            return true
        }

        override func shareHead() -> AnyObject? { head }

        override func takeHead(_ head: AnyObject) {
            guard let head = head as? Head else { return }
            self.head = head
            isShared = true
        }
    }

    /// Lists of calls, more of them than are kept; some fields enter HPACK's table, the path and the length never do.
    private static let requests: [KeyValuePairs<String, String>] = (0..<6).map { number in
        [
            ":method": "POST", ":scheme": "https", ":path": "/test.Service/Method\(number)", ":authority": "test",
            "te": "trailers", "x-number": "\(number)", "content-length": "\(number % 2 * 3)",
        ]
    }

    private func text(_ fields: KeyValuePairs<String, String>) -> [String] { fields.map { "\($0.key): \($0.value)" } }

    @Test(
        "Are decoded once, and say the same on every stream",
        arguments: [(1, 1), (200, 1), (Int.max, 1), (Int.max, 2)] as [(Int, UInt64)])
    func received(chunkByteCount: Int, seed: UInt64) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        var opened: [SharingStream] = []
        server.makeStream = {
            opened.append(SharingStream())
            return opened[opened.count - 1]
        }
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: .response, frame: MessageFrame(message: [7]), trailers: .trailers)
        }
        var numbers = SplitMix64(seed: seed)
        var sent: [[String]] = []
        for turn in 0..<120 {
            var fields = Self.requests[Int(numbers.next() % UInt64(turn % 40 < 30 ? 3 : 6))]
            // A list that comes once, and changes the table.
            if numbers.next() % 16 == 0 {
                fields = [":method": "POST", ":scheme": "https", ":path": "/", ":authority": "a\(turn)"]
            }
            sent.append(text(fields))
            let stream = HTTP2Stream()
            let byteCount = fields.contains { $0 == ("content-length", "3") } ? 3 : 0
            if byteCount > 0 { client.connection.send(MessageFrame(httpBody: "abc"), on: stream) }
            client.connection.finish(stream)
            try client.connection.request(on: stream, headers: HeaderBlock(fields))
            if numbers.next() % 3 == 0 { try client.exchange(with: server, chunkByteCount: chunkByteCount) }
        }
        try client.exchange(with: server, chunkByteCount: chunkByteCount)
        #expect(opened.map(\.head.fields) == sent)
        #expect(opened.allSatisfy { $0.isRemoteEnded })
        // A frame that comes in pieces is left to nghttp2.
        let sharedCount = opened.count { $0.isShared }
        if chunkByteCount == 1 { #expect(sharedCount == 0) } else { #expect(sharedCount > 20) }
        #expect(client.connection.streams.isEmpty && server.connection.streams.isEmpty)
    }

    @Test("Still have nghttp2 compare the length they name with that of the payload")
    func contentLength() throws {
        let server = try HTTP2Peer(.server)
        server.makeStream = { SharingStream() }
        _ = try server.output()
        try server.receive(RawFrame.preface)
        for (stream, payload) in [(UInt32(1), [1, 2]), (3, [1, 2]), (5, [1]), (7, [1, 2, 3])] as [(UInt32, [UInt8])] {
            let head = RawFrame.request(stream: stream, more: ["content-length": "2"])
            try server.receive(head.bytes + RawFrame(type: 0, flags: 1, stream: stream, payload: payload).bytes)
        }
        let resets = RawFrame.parse(try server.output()).filter { $0.type == 3 }
        #expect(resets.map(\.stream) == [5, 7])
        #expect(server.events.filter { $0.hasSuffix("end") } == ["1 end", "3 end"])
    }

    @Test("Are refused again when they were refused before")
    func malformed() throws {
        let server = try HTTP2Peer(.server)
        var opened: [SharingStream] = []
        server.makeStream = {
            opened.append(SharingStream())
            return opened[opened.count - 1]
        }
        _ = try server.output()
        try server.receive(RawFrame.preface)
        for stream in [UInt32(1), 3, 5] {
            try server.receive(RawFrame.request(stream: stream, more: ["connection": "close"]).bytes)
        }
        #expect(RawFrame.parse(try server.output()).filter { $0.type == 3 }.map(\.stream) == [1, 3, 5])
        #expect(opened.allSatisfy { !$0.isShared })
    }

    @Test("Are encoded once, and say the same in every answer", arguments: [UInt64(1), 2])
    func sent(seed: UInt64) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        let opening = ReplyMetadata.responseHeaders
        let pool = (0..<6).map {
            HeaderBlock(["x-number": "\($0)", "x-long": String(repeating: "a", count: 20 * $0)]).own
        }
        var numbers = SplitMix64(seed: seed)
        var expected: [String] = []
        var turn = 0
        server.onEnd = { [unowned server] stream in
            let isNew = numbers.next() % 8 == 0
            let custom =
                isNew
                ? HeaderBlock(["x-turn": "\(turn)", "x-more": String(repeating: "b", count: 130)]).own
                : pool[Int(numbers.next() % UInt64(turn % 100 < 60 ? 3 : 6))]
            for field in opening.fields + custom.fields {
                let (name, value) = (
                    String(decoding: field.name, as: UTF8.self), String(decoding: field.value, as: UTF8.self)
                )
                expected.append("\(stream.id) \(name): \(value)")
            }
            turn += 1
            server.connection.respond(
                on: stream, headers: HeaderBlock(opening, custom), frame: MessageFrame(message: [7]),
                trailers: turn % 7 == 0 ? .trailers : .success)
        }
        var byteCount = 0
        for call in 0..<200 {
            let stream = HTTP2Stream()
            client.connection.finish(stream)
            try client.connection.request(on: stream, headers: .request)
            guard call % 5 == 0 else { continue }
            try server.receive(try client.output())
            let output = try server.output()
            byteCount += output.count
            try client.receive(output)
        }
        try client.exchange(with: server)
        #expect(client.events.filter { $0.contains(": ") && !$0.contains("grpc-status") } == expected)
        #expect(client.connection.streams.isEmpty && server.connection.streams.isEmpty)
        // As literals alone the lists would take more than this.
        #expect(byteCount < 200 * 130)
    }

    @Test("Are said in literals when the table has changed before they are written")
    func smallerTable() throws {
        let server = try HTTP2Peer(.server)
        let headers = HeaderBlock(.responseHeaders, HeaderBlock(["x-number": "1"]).own)
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: headers, frame: MessageFrame(message: [7]), trailers: .success)
        }
        _ = try server.output()
        try server.receive(RawFrame.preface)
        var blocks: [[UInt8]] = []
        for stream in [UInt32(1), 3, 5, 7, 9] {
            try server.receive(RawFrame.request(stream: stream, endsStream: true).bytes)
            if stream == 7 { try server.receive(RawFrame(type: 4, payload: [0, 1, 0, 0, 0, 0]).bytes) }
            let frames = RawFrame.parse(try server.output())
            blocks.append(try #require(frames.first { $0.stream == stream && $0.type == 1 }).payload)
        }
        #expect(blocks[1].count == 3 && blocks[2] == blocks[1])
        // The size of the table, the status, and the others as literals (RFC 7541 sections 6.3, 6.1 and 6.2.2).
        let literals = try #require(EncodedHeaderList(headers.own.fields.dropFirst() + headers.custom.fields))
        #expect(blocks[3] == [0x20, 0x88] + literals.bytes)
        #expect(blocks[4].first == 0x88 && blocks[4].count > 20)
    }
}
