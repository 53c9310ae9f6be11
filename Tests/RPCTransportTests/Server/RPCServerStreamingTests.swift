import EventLoop
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Streaming calls on the server", .timeLimit(.minutes(1)))
struct RPCServerStreamingTests {
    @Test("Answers one request with many messages, between metadata and trailers")
    func serverStreaming() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let answer = try client.call("/test.Streams/Count", [9, 9, 9], more: ["x-text": "hello"])
            #expect(answer.code == .ok)
            #expect(client.peer.bodies[1] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 2])
            #expect(client.peer.events.filter { $0 == "1 x-text: hello" }.count == 2)
        }
    }

    @Test("Sends the metadata of a call that fails before the error")
    func failureWithMetadata() async throws {
        try await withStreams { server, _ in
            let answer = try SocketClient(to: server.endpoint).call("/test.Streams/Decline")
            #expect(answer.headerListCount == 2 && answer.fields["x-text"] == "before")
            #expect(answer.code == .aborted && answer.text == "not today")
        }
    }

    @Test("Serves a unary call by an asynchronous function, and answers an empty stream with two header lists")
    func asynchronousUnary() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Streams/Double", [1, 2]).message == [1, 2, 1, 2])
            let empty = try client.call("/test.Streams/Count", [])
            #expect(empty.code == .ok)
            #expect(empty.headerListCount == 2)
        }
    }

    @Test("Refuses a call of one request that brings none or two")
    func cardinality() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            #expect(try client.call("/test.Streams/Count", nil).code == .unimplemented)
            let stream = try client.stream("/test.Streams/Count", [[1], [2]])
            #expect(try client.end(of: stream).code == .unimplemented)
        }
    }

    @Test("Reads many messages, whatever the frames they come in", arguments: [1, 3, 1000, 100_000])
    func clientStreaming(byteCount: Int) async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let message = [UInt8](repeating: 1, count: byteCount)
            let stream = try client.stream("/test.Streams/Collect", Array(repeating: message, count: 30))
            #expect(try client.end(of: stream).message == Array("30 \(30 * byteCount)".utf8))
        }
    }

    @Test("Reads a message larger than the stream's window, up to its limit")
    func largeMessage() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let limit = 4 * 1024 * 1024
            let stream = try client.stream("/test.Streams/Collect", [[UInt8](repeating: 1, count: limit), [1]])
            #expect(try client.end(of: stream).message == Array("2 \(limit + 1)".utf8))
            let tooLarge = try client.stream("/test.Streams/Collect", [[UInt8](repeating: 1, count: limit + 1)])
            #expect(try client.end(of: tooLarge).code == .resourceExhausted)
        }
    }

    @Test("Exchanges messages one by one, and ends when the client has")
    func chat() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.open("/test.Streams/Chat")
            for number in UInt8(0)..<5 {
                client.peer.connection.send(MessageFrame(message: [number]), on: stream)
                try client.flush()
                #expect(try client.read { client.peer.bodies[stream.id]?.count == 6 * Int(number + 1) })
                #expect(client.peer.bodies[stream.id]?.last == number)
            }
            client.peer.connection.finish(stream)
            #expect(try client.end(of: stream).code == .ok)
        }
    }

    @Test("Sends messages before an error with its details, and an error alone as one header list")
    func failure() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let late = try client.end(of: client.stream("/test.Streams/Fail", [[1]]))
            #expect(late.code == .notFound)
            #expect(late.message == [1])
            #expect(late.headerListCount == 2)
            #expect(late.fields["grpc-status-details-bin"] == "CAU")
            let early = try client.end(of: client.stream("/test.Streams/Fail", []))
            #expect(early.code == .notFound)
            #expect(early.headerListCount == 1)
        }
    }

    @Test("Stops the handler at the deadline, whether or not the client reads", arguments: ["Idle", "Flood"])
    func deadline(method: String) async throws {
        try await withStreams { server, service in
            let client = try SocketClient(to: server.endpoint)
            client.peer.consumesPayload = method == "Idle"
            let answer = try client.call("/test.Streams/\(method)", [], finishes: method == "Flood", timeout: "3S")
            // A client that does not read cannot be sent a status behind the messages: its stream is reset.
            #expect(answer.code == (method == "Idle" ? .deadlineExceeded : nil))
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .deadlineExceeded)
        }
    }

    @Test("Stops the handler when the client resets the stream, and when it goes away", arguments: [true, false])
    func cancellation(resets: Bool) async throws {
        try await withStreams { server, service in
            var client: SocketClient? = try SocketClient(to: server.endpoint)
            let stream = try #require(try client?.open("/test.Streams/Idle"))
            #expect(try client?.read { client?.peer.events.contains("1 initial") == true } == true)
            if resets {
                client?.peer.connection.reset(stream, code: .cancel)
                try client?.flush()
            } else {
                client = nil
            }
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
        }
    }

    @Test("Lets a handler send no more than a bounded number of bytes ahead of its client")
    func slowClient() async throws {
        try await withStreams { server, service in
            let client = try SocketClient(to: server.endpoint)
            client.peer.consumesPayload = false
            let stream = try client.stream("/test.Streams/Flood", [[]])
            let window = HTTP2Configuration(role: .client).streamWindowByteCount
            #expect(try client.read { client.peer.bodies[stream.id]?.count ?? 0 >= window })
            // What another call shows: the flood stands still although its handler would go on.
            #expect(try client.call("/test.Streams/Count", [1]).code == .ok)
            let limit = (window + 256 * 1024) / 100_000 + 1
            #expect((1...limit).contains(service.sentCount.withLock { $0 }))
            client.peer.connection.consume(window, on: stream)
            try client.flush()
            #expect(try client.read { client.peer.bodies[stream.id]?.count ?? 0 >= 2 * window })
            client.peer.connection.reset(stream, code: .cancel)
            try client.flush()
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
        }
    }

    @Test("Lets a client send no more than the window ahead of the handler, and other calls pass")
    func slowHandler() async throws {
        try await withStreams { server, service in
            let client = try SocketClient(to: server.endpoint)
            let message = [UInt8](repeating: 1, count: 50_000)
            let stream = try client.stream("/test.Streams/Listen", Array(repeating: message, count: 40))
            #expect(try client.call("/test.Streams/Double", [1]).message == [1, 1])
            let window = HTTP2Configuration(role: .server).streamWindowByteCount
            // The first message is given back while it is incomplete.
            #expect(stream.unsentByteCount >= 39 * 50_005 - window)
            for _ in 0...40 { service.words.continuation.yield() }
            #expect(try client.end(of: stream).code == .ok)
            #expect(service.readCount.withLock { $0 } == 40)
        }
    }

    @Test("Keeps no more of incomplete messages than it may, on one connection and on all", arguments: [true, false])
    func incompleteMessages(onOne: Bool) async throws {
        try await withStreams({
            $0.requestBufferByteCountMax = onOne ? 100_000 : .max
            $0.requestBufferTotalByteCountMax = onOne ? .max : 100_000
        }) { server, _ in
            let client = try SocketClient(to: server.endpoint)
            let stream = try client.stream("/test.Streams/Collect", [[UInt8](repeating: 1, count: 150_000)])
            #expect(try client.end(of: stream).code == .resourceExhausted)
            let small = try client.stream("/test.Streams/Collect", [[UInt8](repeating: 1, count: 90_000)])
            #expect(try client.end(of: small).message == Array("1 90000".utf8))
        }
    }

    @Test("Ends a stream that stops inside a message with INTERNAL")
    func cutMessage() async throws {
        try await withStreams { server, _ in
            let client = try SocketClient(to: server.endpoint)
            try client.send(
                RawFrame.preface
                    + RawFrame.request(
                        stream: 1, path: "/test.Streams/Collect", more: ["content-type": "application/grpc"]
                    ).bytes + RawFrame(type: 0, flags: 1, stream: 1, payload: [0, 0, 0, 0, 9, 1]).bytes)
            #expect(try client.rawAnswer(stream: 1) == .internal)
        }
    }
}

extension SocketClient {
    /// Opens a stream that stays open for sending.
    func open(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) throws -> HTTP2Stream {
        let stream = HTTP2Stream()
        try peer.connection.request(
            on: stream, headers: HeaderBlock(HeaderBlock.request(path: path).own, HeaderBlock(fields).own))
        try flush()
        return stream
    }

    /// Opens a stream, sends the messages and ends it.
    func stream(_ path: String, _ messages: [[UInt8]]) throws -> HTTP2Stream {
        let stream = try open(path)
        for message in messages { peer.connection.send(MessageFrame(message: message), on: stream) }
        peer.connection.finish(stream)
        try flush()
        return stream
    }

    /// What the server answered, once the stream is closed.
    func end(of stream: HTTP2Stream) throws -> Answer {
        try flush()
        let id = stream.id
        _ = try read { peer.events.contains { $0.hasPrefix("\(id) closed") } }
        return Answer(stream: id, peer: peer)
    }

    /// Makes a call with a timeout, one message if it finishes, none otherwise.
    fileprivate func call(
        _ path: String, _ body: [UInt8], finishes: Bool, timeout: String
    ) throws -> Answer {
        let stream = try open(path, ["grpc-timeout": timeout])
        if finishes {
            peer.connection.send(MessageFrame(message: body), on: stream)
            peer.connection.finish(stream)
        }
        return try end(of: stream)
    }
}
