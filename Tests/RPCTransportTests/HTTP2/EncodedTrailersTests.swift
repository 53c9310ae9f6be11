import RPCCore
import Testing

@testable import RPCTransport

@Suite("Trailers encoded beforehand")
struct EncodedTrailersTests {
    @Test("Are literals without indexing, as RFC 7541 section 6.2.2 lays them out")
    func layout() throws {
        let list = try #require(EncodedHeaderList(HeaderBlock.trailers.own))
        #expect(list.bytes == [0, 11] + Array("grpc-status".utf8) + [1] + Array("0".utf8))
    }

    @Test("Are not made of fields whose lengths need several bytes", arguments: [(126, true), (127, false)])
    func lengths(valueByteCount: Int, isEncoded: Bool) {
        let field = (name: Array("x".utf8), value: [UInt8](repeating: 97, count: valueByteCount))
        #expect((EncodedHeaderList(ReplyMetadata(fields: [field])) != nil) == isEncoded)
    }

    @Test("End every answer of a connection, between which nothing is lost", arguments: [1, 30, Int.max])
    func calls(chunkByteCount: Int) throws {
        let (client, server) = (try HTTP2Peer(.client), try HTTP2Peer(.server))
        answerWithEncodedTrailers(server)
        for id in [1, 3, 5] {
            let stream = HTTP2Stream()
            client.connection.finish(stream)
            try client.connection.request(on: stream, headers: .request)
            try client.exchange(with: server, chunkByteCount: chunkByteCount)
            #expect(
                client.events.suffix(6) == [
                    "\(id) :status: 200", "\(id) initial", "\(id) grpc-status: 0", "\(id) trailing", "\(id) end",
                    "\(id) closed 0",
                ])
        }
        #expect(client.connection.streams.isEmpty && server.connection.streams.isEmpty)
    }

    @Test("Stand behind the payload in a frame that ends the stream in its place")
    func frames() throws {
        let server = try HTTP2Peer(.server)
        answerWithEncodedTrailers(server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1, endsStream: true).bytes)
        let frames = RawFrame.parse(try server.output()).filter { $0.stream == 1 }
        #expect(frames.map(\.type) == [1, 0, 1])
        #expect(frames.map(\.flags) == [4, 0, 5])
        #expect(frames[2].payload == HeaderBlock.encodedTrailers.encoded?.bytes)
        #expect(server.events.last == "1 closed 0")
    }

    @Test("Ask a peer that is still sending to stop, without blame")
    func early() throws {
        let server = try HTTP2Peer(.server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1).bytes)
        server.connection.respond(
            on: try #require(server.connection.streams.all.first), headers: .response,
            frame: MessageFrame(message: [7]), trailers: .encodedTrailers)
        let frames = RawFrame.parse(try server.output()).filter { $0.stream == 1 }
        #expect(frames.map(\.type) == [1, 0, 1, 3])
        #expect(frames.last?.payload == [0, 0, 0, 0])
    }

    @Test("Are left to nghttp2 when the peer has made HPACK's table smaller since its last block")
    func smallerTable() throws {
        let server = try HTTP2Peer(.server)
        _ = try server.output()
        try server.receive(RawFrame.preface + RawFrame.request(stream: 1, endsStream: true).bytes)
        let stream = try #require(server.connection.streams.all.first)
        server.connection.startResponse(on: stream, headers: .response)
        _ = try server.output()
        let noTable = RawFrame(type: 4, payload: [0, 1, 0, 0, 0, 0])
        try server.receive(noTable.bytes)
        server.connection.send(MessageFrame(message: [7]), on: stream)
        server.connection.finish(stream, trailers: .encodedTrailers)
        let trailers = RawFrame.parse(try server.output()).last { $0.stream == 1 && $0.type == 1 }
        // Dynamic table size update to 0 (RFC 7541 section 6.3).
        #expect(trailers?.payload.first == 0x20)
        #expect(trailers?.flags == 5)
        try checkNextAnswer(of: server, startsWith: 0)
    }

    @Test("May be sent once nghttp2 has made a block since the settings, and never when that is uncertain")
    func table() {
        var table = HeaderTableState.changing
        table.sentHeaders()
        #expect(table == .settled)
        table.receivedSettings(frameWaits: false)
        #expect(table == .changing)
        table.receivedSettings(frameWaits: true)
        table.sentHeaders()
        table.receivedSettings(frameWaits: false)
        #expect(table == .unknown)
    }

    private func checkNextAnswer(of server: HTTP2Peer, startsWith byte: UInt8) throws {
        answerWithEncodedTrailers(server)
        try server.receive(RawFrame.request(stream: 3, endsStream: true).bytes)
        let trailers = RawFrame.parse(try server.output()).last { $0.stream == 3 && $0.type == 1 }
        #expect(trailers?.payload.first == byte)
    }

    private func answerWithEncodedTrailers(_ server: HTTP2Peer) {
        server.onEnd = { [unowned server] stream in
            server.connection.respond(
                on: stream, headers: .response, frame: MessageFrame(message: [7, 8]), trailers: .encodedTrailers)
        }
    }
}

extension HeaderBlock {
    fileprivate static var encodedTrailers: HeaderBlock {
        HeaderBlock(HeaderBlock.trailers.own, encoded: EncodedHeaderList(HeaderBlock.trailers.own))
    }
}
