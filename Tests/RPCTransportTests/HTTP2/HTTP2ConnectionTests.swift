import RPCCore
import Testing

@testable import RPCTransport

@Suite("An HTTP/2 connection")
struct HTTP2ConnectionTests {
    @Test("Carries a call, whatever pieces the bytes come in", arguments: [1, 2, 7, 100, Int.max])
    func call(chunkByteCount: Int) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: .response, frame: MessageFrame(message: [7, 8]), trailers: .trailers)
        }
        let stream = HTTP2Stream()
        client.connection.send(MessageFrame(message: [1, 2, 3]), on: stream)
        client.connection.finish(stream)
        try client.connection.request(on: stream, headers: .request)
        try client.exchange(with: server, chunkByteCount: chunkByteCount)
        #expect(
            server.events == [
                "1 :method: POST", "1 :scheme: https", "1 :path: /a/B", "1 :authority: test", "1 initial", "1 end",
                "1 closed 0",
            ])
        #expect(server.bodies == [1: [0, 0, 0, 0, 3, 1, 2, 3]])
        #expect(
            client.events == ["1 :status: 200", "1 initial", "1 grpc-status: 0", "1 trailing", "1 end", "1 closed 0"])
        #expect(client.bodies == [1: [0, 0, 0, 0, 2, 7, 8]])
        #expect(client.connection.streams.isEmpty && server.connection.streams.isEmpty)
    }

    @Test("Sends headers, payload and trailers of an answer in one run")
    func oneRun() throws {
        let server = try HTTP2Peer(.server)
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: .response, frame: MessageFrame(message: [7]), trailers: .trailers)
        }
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1, endsStream: true).bytes)
        let frames = RawFrame.parse(try server.output()).filter { $0.stream == 1 }
        #expect(frames.map(\.type) == [1, 0, 1])
        #expect(frames.map { $0.flags & 1 } == [0, 0, 1])
        #expect(frames[1].payload == [0, 0, 0, 0, 1, 7])
    }

    @Test("Announces its limits first of all")
    func settings() throws {
        let frames = RawFrame.parse(try HTTP2Peer(.server).output())
        let settings = try #require(frames.first)
        #expect(settings.type == 4)
        let entries = stride(from: 0, to: settings.payload.count, by: 6).map { settings.payload[$0..<$0 + 6] }
        let values = entries.map { entry in entry.reduce(0) { $0 << 8 | Int($1) } }
        #expect(Set(values) == [0x3_0000_07D0, 0x4_0000_4000, 0x6_0000_4000, 0x9_0000_0001])
    }

    @Test("Streams a large payload through small windows, and stops while the other end does not consume")
    func flowControl() throws {
        var configuration = HTTP2Configuration(role: .client)
        configuration.streamWindowByteCount = 1000
        let (client, server) = (try HTTP2Peer(configuration), try HTTP2Peer(.server))
        let message = (0..<5000).map { UInt8($0 % 251) }
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: .response, frame: MessageFrame(message: message), trailers: .trailers)
        }
        client.consumesPayload = false
        let stream = HTTP2Stream()
        client.connection.finish(stream)
        try client.connection.request(on: stream, headers: .request)
        try client.exchange(with: server)
        #expect(client.bodies[1]?.count == 1000)
        #expect(server.connection.streams.all.first?.unsentByteCount == 4005)
        client.consumesPayload = true
        client.connection.consume(1000, on: stream)
        try client.exchange(with: server)
        #expect(client.bodies[1].map { Array($0.dropFirst(5)) } == message)
        #expect(client.events.last == "1 closed 0")
    }

    @Test("Sends messages that are added later, and the end when it is told")
    func laterMessages() throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        let stream = HTTP2Stream()
        try client.connection.request(on: stream, headers: .request)
        try client.exchange(with: server)
        for number in UInt8(1)...3 { client.connection.send(MessageFrame(message: [number]), on: stream) }
        try client.exchange(with: server)
        #expect(server.bodies == [1: [0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 3]])
        #expect(!server.events.contains("1 end"))
        client.connection.finish(stream)
        try client.exchange(with: server)
        #expect(server.events.contains("1 end"))
    }

    @Test("Stops writing when the run is long enough, and goes on where it stopped", arguments: [1, 100, 20_000])
    func boundedOutput(byteCountMax: Int) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        let stream = HTTP2Stream()
        client.connection.send(MessageFrame(message: [UInt8](repeating: 5, count: 60_000)), on: stream)
        client.connection.finish(stream)
        try client.connection.request(on: stream, headers: .request)
        while client.connection.wantsToSend {
            let bytes = try client.output(byteCountMax: byteCountMax)
            #expect(bytes.count < byteCountMax + 16_384 + 9)
            try server.receive(bytes)
        }
        #expect(server.bodies[1]?.count == 60_005)
        #expect(server.events.contains("1 end"))
    }

    @Test("An answer without payload asks a peer that is still sending to stop")
    func onlyHeaders() throws {
        let server = try HTTP2Peer(.server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1).bytes)
        let stream = try #require(server.connection.streams.all.first)
        server.connection.respond(on: stream, onlyHeaders: .trailers)
        let frames = RawFrame.parse(try server.output()).filter { $0.stream == 1 }
        try #require(frames.map(\.type) == [1, 3])
        #expect(frames[0].flags & 1 == 1)
        #expect(frames[1].payload == [0, 0, 0, 0])
        #expect(server.events.last == "1 closed 0")
    }

    @Test("Drops the fields of a header list that is too large", arguments: [(16, 1050), (97, 10)])
    func oversizedHeaders(fieldCount: Int, valueByteCount: Int) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        let fields = (0..<fieldCount).map {
            (Array("x-\($0)".utf8), [UInt8](repeating: 97, count: valueByteCount))
        }
        let stream = HTTP2Stream()
        try client.connection.request(
            on: stream, headers: HeaderBlock(HeaderBlock.request.own, ReplyMetadata(fields: fields)))
        try client.exchange(with: server)
        #expect(server.events.last == "1 initial oversized")
        #expect(server.events.count <= 101)
    }

    @Test("Sends away a peer that goes back to a stream number it passed over")
    func skippedStream() throws {
        let server = try HTTP2Peer(.server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 5, endsStream: true).bytes)
        #expect(throws: HTTP2Failure.self) { try server.receive(RawFrame.request(stream: 3).bytes) }
        let goAway = try #require(RawFrame.parse(try server.output()).last)
        #expect(goAway.type == 7)
        #expect(goAway.payload[4..<8] == [0, 0, 0, 1])
    }

    @Test("Resets the stream of a malformed field with PROTOCOL_ERROR")
    func malformedField() throws {
        let server = try HTTP2Peer(.server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1, more: ["x-a": "b\u{1}"]).bytes)
        let reset = try #require(RawFrame.parse(try server.output()).first { $0.type == 3 })
        #expect(reset.payload == [0, 0, 0, 1])
    }

    @Test(
        "Fails when the peer speaks something else", arguments: ["GET / HTTP/1.1\r\n\r\n\r\n\r\n", "\u{16}\u{3}\u{1}"])
    func badPreface(text: String) throws {
        let server = try HTTP2Peer(.server)
        let error = #expect(throws: HTTP2Failure.self) { try server.receive(Array(text.utf8)) }
        #expect(error?.isBadPreface == true)
    }

    @Test("Ends in two steps: no new streams are promised, then those above the last are not served")
    func drain() throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        let stream = HTTP2Stream()
        try client.connection.request(on: stream, headers: .request)
        try client.exchange(with: server)
        server.connection.announceEnd()
        try client.exchange(with: server)
        #expect(client.events.last == "goaway 2147483647 0")
        #expect(server.events.last == "pong")
        server.connection.goAway(code: .noError)
        try client.exchange(with: server)
        #expect(client.events.last == "goaway 1 0")
        #expect(throws: HTTP2Failure.self) { try client.connection.request(on: HTTP2Stream(), headers: .request) }
        let last = try #require(server.connection.streams.all.first)
        server.connection.respond(on: last, headers: .response, frame: .empty, trailers: .trailers)
        client.connection.finish(stream)
        try client.exchange(with: server)
        #expect(client.events.last == "1 closed 0")
        #expect(client.connection.isFinished)
    }

    @Test("Tells a peer that speaks no HTTP/2 so, with its last words")
    func badPreface() throws {
        let server = try HTTP2Peer(.server)
        #expect(throws: HTTP2Failure.self) { try server.receive(Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8)) }
        #expect(try Self.goAwayCode(from: server) == 1)
    }

    @Test("Takes resets up to the burst, and says ENHANCE_YOUR_CALM to one more", arguments: [1, 50, 1000])
    func resetFlood(burst: Int) throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.floodLimits.resetBurst = burst
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface)
        for number in 0..<UInt32(burst) { try server.receive(Self.callAndReset(number)) }
        #expect(!server.connection.isSentAway)
        #expect(throws: HTTP2Failure.self) { try server.receive(Self.callAndReset(UInt32(burst))) }
        #expect(try Self.goAwayCode(from: server) == 0xB)
        #expect(server.connection.isFinished)
    }

    @Test("Takes more resets as time passes")
    func resetRate() throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.floodLimits.resetBurst = 1
        configuration.floodLimits.resetsPerSecond = 10
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface)
        for number in 0..<UInt32(50) {
            server.connection.now += 100_000_000
            try server.receive(Self.callAndReset(number))
        }
        #expect(!server.connection.isSentAway)
    }

    @Test("Counts the resets it is made to send itself")
    func provokedResets() throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.floodLimits.resetBurst = 10
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface)
        var served = 0
        for number in 0..<UInt32(100) where !server.connection.isFinished {
            try server.receive(RawFrame.request(stream: number * 2 + 1, more: ["Upper": "case"]).bytes)
            if try Self.goAwayCode(from: server) == 0xB { break }
            served += 1
        }
        #expect(served == 10)
        #expect(server.connection.isFinished)
    }

    /// Frames that make no call.
    static let idleFrames = [
        RawFrame(type: 6, payload: [0, 0, 0, 0, 0, 0, 0, 0]), RawFrame(type: 4),
        RawFrame(type: 2, stream: 1, payload: [0, 0, 0, 3, 1]), RawFrame(type: 8, payload: [0, 0, 0, 1]),
        RawFrame(type: 0, stream: 1), RawFrame(type: 0, flags: 8, stream: 1, payload: [1, 0]),
    ]

    @Test("Says ENHANCE_YOUR_CALM to floods of frames that make no call", arguments: idleFrames)
    func idleFrameFlood(frame: RawFrame) throws {
        let server = try HTTP2Peer(.server)
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1).bytes)
        var sent = 0
        #expect(throws: HTTP2Failure.self) {
            while sent < 2000 {
                try server.receive(frame.bytes)
                sent += 1
            }
        }
        // One of the burst is the SETTINGS of the preface; one header list has earned two.
        #expect(sent == 1001)
        #expect(try Self.goAwayCode(from: server) == 0xB)
    }

    @Test("Lets a busy client send as many frames as its calls explain")
    func busyClient() throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.floodLimits.idleFrameBurst = 1
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1).bytes)
        let window = RawFrame(type: 8, payload: [0, 0, 0, 1]).bytes
        for _ in 0..<500 {
            try server.receive(RawFrame(type: 0, stream: 1, payload: [7]).bytes)
            try server.receive(window)
        }
        #expect(server.bodies[1]?.count == 500)
        #expect(!server.connection.isSentAway)
    }

    @Test("Refuses a stream beyond the number announced, and serves the others", arguments: [1, 5])
    func refusedStream(limit: Int) throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.concurrentStreamsMax = limit
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface)
        _ = try server.output()
        // A peer that has acknowledged our settings knows the limit; nothing changes for it.
        try server.receive(RawFrame(type: 4, flags: 1).bytes)
        for number in 0..<UInt32(limit) { try server.receive(RawFrame.request(stream: number * 2 + 1).bytes) }
        let refused = UInt32(limit) * 2 + 1
        try server.receive(RawFrame.request(stream: refused, endsStream: true).bytes)
        let reset = try #require(RawFrame.parse(try server.output()).first { $0.type == 3 })
        #expect(reset.stream == refused && reset.payload == [0, 0, 0, 7])
        #expect(server.connection.streams.count == limit && !server.connection.isReceivingHeaders)
        #expect(!server.events.contains { $0.hasPrefix("\(refused) ") })
        let first = try #require(server.connection.streams.first { $0.id == 1 })
        server.connection.respond(on: first, headers: .response, frame: .empty, trailers: .trailers)
        try server.receive(RawFrame(type: 0, flags: 1, stream: 1, payload: [0]).bytes)
        _ = try server.output()
        try server.receive(RawFrame.request(stream: refused + 2).bytes)
        #expect(server.events.last == "\(refused + 2) initial")
    }

    @Test("Counts the streams it refuses as resets, and sends no more of them than may be")
    func refusedStreamFlood() throws {
        var configuration = HTTP2Configuration(role: .server)
        configuration.concurrentStreamsMax = 1
        configuration.floodLimits.resetBurst = 10
        let server = try HTTP2Peer(configuration)
        try server.receive(RawFrame.preface)
        try server.receive((0..<100).flatMap { RawFrame.request(stream: $0 * 2 + 1).bytes })
        let frames = RawFrame.parse(try server.output())
        #expect(frames.filter { $0.type == 3 }.count == 11)
        #expect(frames.last?.type == 7 && frames.last?.payload[7] == 0xB)
        #expect(server.connection.isFinished)
    }

    /// A frame after a request on stream 1, and the code of the error it is.
    static let lateFrames: [(RawFrame, UInt8)] = [
        (RawFrame(type: 0, flags: 1, stream: 1, payload: [1]), 5), (RawFrame(type: 0, stream: 1, payload: [1]), 5),
        (RawFrame.request(stream: 1), 5), (RawFrame(type: 2, stream: 0, payload: [0, 0, 0, 3, 1]), 1),
        (RawFrame(type: 2, stream: 3, payload: [0, 0, 0, 3, 1]), 1),
        (RawFrame(type: 2, stream: 3, payload: [128, 0, 0, 3, 1]), 1),
    ]

    @Test(
        "Ends the connection of a peer that goes on with a stream it has ended", arguments: lateFrames, [true, false])
    func lateFrame(late: (RawFrame, UInt8), resets: Bool) throws {
        let server = try HTTP2Peer(.server)
        server.onEnd = { [unowned server] stream in
            server.connection.respond(on: stream, onlyHeaders: .response)
        }
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1, endsStream: !resets).bytes)
        if resets { try server.receive(RawFrame(type: 3, stream: 1, payload: [0, 0, 0, 8]).bytes) }
        _ = try server.output()
        #expect(server.connection.streams.isEmpty)
        #expect(throws: HTTP2Failure.self) { try server.receive(late.0.bytes) }
        #expect(try Self.goAwayCode(from: server) == late.1)
    }

    @Test("Passes over what was under way on a stream that it has reset itself")
    func payloadUnderWay() throws {
        let server = try HTTP2Peer(.server)
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1).bytes)
        let stream = try #require(server.connection.streams.first)
        server.connection.reset(stream, code: .cancel)
        _ = try server.output()
        try server.receive(RawFrame(type: 0, flags: 1, stream: 1, payload: [1]).bytes)
        try server.receive(RawFrame.request(stream: 3, endsStream: true).bytes)
        #expect(server.events.last == "3 end")
    }

    private static func callAndReset(_ number: UInt32) -> [UInt8] {
        let id = number * 2 + 1
        return RawFrame.request(stream: id).bytes + RawFrame(type: 3, stream: id, payload: [0, 0, 0, 8]).bytes
    }

    /// The code of the GOAWAY among what a connection has to send.
    private static func goAwayCode(from peer: HTTP2Peer) throws -> UInt8? {
        RawFrame.parse(try peer.output()).first { $0.type == 7 }?.payload[7]
    }
}
