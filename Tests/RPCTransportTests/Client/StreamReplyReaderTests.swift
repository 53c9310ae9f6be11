import RPCCore
import Testing

@testable import RPCTransport

@Suite("Reading the answer to a streaming call", .timeLimit(.minutes(1)))
struct StreamReplyReaderTests {
    typealias Fields = KeyValuePairs<String, String>

    private let messages = InboundMessages {}

    private func reader(_ initial: Fields, limit: Int = 100) -> StreamReplyReader {
        var reader = StreamReplyReader(messageByteCountMax: limit, into: messages)
        feed(initial, to: &reader)
        reader.receivedInitialHeaders()
        return reader
    }

    private func feed(_ fields: Fields, to reader: inout StreamReplyReader) {
        for (name, value) in fields {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { reader.receive(name: name, value: $0) }
            }
        }
    }

    private func receive(_ bytes: [UInt8], _ reader: inout StreamReplyReader) throws(RPCError) -> Int {
        try bytes.withUnsafeBufferPointer { bytes throws(RPCError) in
            try reader.receive(UnsafeRawBufferPointer(bytes))
        }
    }

    private func code(_ body: () throws(RPCError) -> Void) -> StatusCode? {
        do throws(RPCError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    private static let ok: Fields = [":status": "200", "content-type": "application/grpc", "x-early": "a"]

    @Test("Messages come out as they are complete, and metadata on both sides of them", arguments: [1, 4, 100])
    func messages(chunk: Int) async throws {
        var reader = reader(Self.ok)
        #expect(reader.head.metadata.text(for: "x-early") == "a")
        let bytes: [UInt8] = [0, 0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 8, 9]
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            _ = try receive(Array(bytes[start..<min(start + chunk, bytes.count)]), &reader)
        }
        feed(["grpc-status": "0", "x-late": "b"], to: &reader)
        #expect(try reader.finish().trailers.text(for: "x-late") == "b")
        messages.finish(.success(()))
        var read: [[UInt8]] = []
        while let message = try await messages.next() { read.append(message.bytes) }
        #expect(read == [[7], [], [8, 9]])
    }

    @Test("Nothing is given back to the server for messages that nobody has read")
    func backPressure() async throws {
        var reader = reader(Self.ok)
        #expect(try receive([0, 0, 0, 0, 1, 7], &reader) == 0)
        // Nor for the one behind them that is incomplete.
        #expect(try receive([0, 0, 0, 0, 2, 8], &reader) == 0)
        _ = try await messages.next()
        #expect(messages.takeCredit() == 12)
    }

    @Test("What breaks the rules ends the call with the code that gRPC names")
    func wrong() {
        var html = reader([":status": "200", "content-type": "text/html"])
        #expect(html.head.refusal?.code == .unknown)
        #expect(code { () throws(RPCError) in _ = try receive([1], &html) } == .unknown)
        #expect(reader([":status": "503"]).head.refusal?.code == .unavailable)
        #expect(
            reader([":status": "200", "content-type": "application/grpc", "grpc-encoding": "br"]).head.refusal?.code
                == .internal)
        var identity = reader(Self.ok)
        #expect(code { () throws(RPCError) in _ = try receive([1, 0, 0, 0, 0], &identity) } == .internal)
        var large = reader(Self.ok)
        #expect(code { () throws(RPCError) in _ = try receive([0, 0, 0, 0, 101], &large) } == .resourceExhausted)
    }

    @Test("An end inside a message, or without a status, is an error; a status is one whatever came before")
    func ends() throws {
        var cut = reader(Self.ok)
        _ = try receive([0, 0, 0, 0, 9, 1], &cut)
        #expect(code { () throws(RPCError) in _ = try cut.finish() } == .unknown)
        feed(["grpc-status": "0"], to: &cut)
        #expect(code { () throws(RPCError) in _ = try cut.finish() } == .internal)
        feed(["grpc-status": "5"], to: &cut)
        #expect(code { () throws(RPCError) in _ = try cut.finish() } == .notFound)
    }

    @Test("The one list of Trailers-Only is the trailers")
    func trailersOnly() {
        var reader = StreamReplyReader(messageByteCountMax: 1, into: messages)
        feed([":status": "200", "content-type": "application/grpc", "grpc-status": "8", "x-why": "full"], to: &reader)
        reader.receivedInitialHeaders()
        #expect(reader.head.hasStatus)
        do throws(RPCError) {
            _ = try reader.finish()
            Issue.record("the status is an error")
        } catch {
            #expect(error.code == .resourceExhausted)
            #expect(error.metadata.text(for: "x-why") == "full")
        }
    }
}
