import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("Where the tasks of a stream and its loop meet", .timeLimit(.minutes(1)))
struct ClientExchangeTests {
    private let exchange = ClientExchange(unsentByteCountMax: 1000, budget: ByteBudget(byteCountMax: 1000))

    private func receive(_ byte: UInt8) throws {
        var reader = StreamReplyReader(messageByteCountMax: 100, into: exchange.replies)
        for (name, value) in RawFrame.ok {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { reader.receive(name: name, value: $0) }
            }
        }
        reader.receivedInitialHeaders()
        _ = try [0, 0, 0, 0, 1, byte].withUnsafeBytes { try reader.receive($0) }
    }

    @Test("Work of the tasks is told until the call has ended")
    func work() async throws {
        let count = Mutex(0)
        exchange.onWork { [exchange] in
            count.withLock { $0 += 1 }
            _ = exchange.requests.take()
        }
        try await exchange.requests.send(.empty)
        try await exchange.requests.send(.empty)
        #expect(count.withLock { $0 } == 2)
        exchange.end(.success(RPCClientReply(message: [])))
        exchange.requests.finish(())
        #expect(count.withLock { $0 } == 2)
    }

    @Test(
        "A server's status comes behind the replies; giving up drops them", arguments: [RPCError.Origin.peer, .local])
    func failure(origin: RPCError.Origin) async throws {
        try receive(7)
        exchange.end(.failure(RPCError(.cancelled, "over", origin: origin)))
        if origin == .peer { #expect(try await exchange.replies.next()?.bytes == [7]) }
        for _ in 0..<2 {
            #expect(await error { _ = try await exchange.replies.next() }?.message == "over")
            #expect(await error { _ = try await exchange.trailers.value() }?.message == "over")
            #expect(await error { try await exchange.requests.send(.empty) }?.message == "over")
        }
        #expect(!exchange.hasSucceeded)
    }

    @Test("A connection that is lost takes nothing away that has come")
    func loss() async throws {
        try receive(7)
        exchange.end(.failure(RPCError(.unavailable, "lost")))
        #expect(try await exchange.replies.next()?.bytes == [7])
        #expect(await error { _ = try await exchange.replies.next() }?.message == "lost")
    }

    @Test("Success ends the replies, and with them the sending")
    func success() async throws {
        try receive(7)
        exchange.end(.success(RPCClientReply(message: [])))
        #expect(try await exchange.replies.next()?.bytes == [7])
        #expect(try await exchange.replies.next() == nil)
        #expect(try await exchange.metadata.value().isEmpty)
        #expect(exchange.hasSucceeded)
        #expect(await error { try await exchange.requests.send(.empty) } != nil)
    }
}
