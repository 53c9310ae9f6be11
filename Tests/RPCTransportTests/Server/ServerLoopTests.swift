import EventLoop
import Glibc
import Logging
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

@Suite("The end of a server's loop", .timeLimit(.minutes(1)))
struct ServerLoopTests {
    @Test("Closes a connection that is handed over when the last one is gone")
    func lateConnection() async throws {
        let stage = try Stage()
        await stage.end(within: .seconds(30))
        let client = try stage.connect()
        try await stage.onLoop { $0.adopt(try stage.accept()) }
        try stage.expectEnd(of: client)
        #expect(stage.closedCount.value == 1)
        await stage.close()
    }

    // The loop used to keep it in its list, which never became empty.
    @Test("Ends although a connection was over before it had begun")
    func stillborn() async throws {
        let stage = try Stage { $0.connectionAgeMax = .zero }
        try stage.connectAndReset()
        try await stage.onLoop { $0.adopt(try stage.accept()) }
        await stage.end(within: .seconds(30))
        #expect(stage.closedCount.value == 1)
        await stage.close()
    }

    @Test("Leaves no socket behind that waits for its peer's last words")
    func parting() async throws {
        let stage = try Stage()
        let clients = try [stage.connect(), stage.connect()]
        try await stage.onLoop { loop in for _ in clients { loop.partingSockets.part(from: try stage.accept().socket) }
        }
        await stage.end(within: .zero)
        for client in clients { try stage.expectEnd(of: client) }
        await stage.close()
    }
}

/// A loop of a server, with a listening socket beside it.
private final class Stage: Sendable {
    let closedCount = ClosedCount()
    private let eventLoop: EventLoop
    private let loop: LoopBound<ServerLoop>
    private let listener: Socket

    /// Counts the connections that are gone.
    final class ClosedCount: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    init(_ adjust: (inout RPCServerConfiguration) -> Void = { _ in }) throws {
        let endpoint = Endpoint(host: "127.0.0.1", port: 0)
        listener = try Socket.listening(
            on: #require(SocketAddress.resolve(endpoint, forListening: true).first), backlog: 8)
        var configuration = RPCServerConfiguration(listen: endpoint, loopCount: 1)
        adjust(&configuration)
        let eventLoop = try EventLoop(label: "test.server-loop")
        self.eventLoop = eventLoop
        loop = eventLoop.onQueue { [closedCount, configuration] in
            LoopBound(
                ServerLoop(
                    eventLoop: eventLoop, configuration: configuration, methods: MethodTable([]), interceptors: [],
                    load: ServerLoad(configuration), logger: Logger(label: "test"),
                    connectionClosed: closedCount.add),
                on: eventLoop)
        }
    }

    /// A client's socket, whose other end ``accept()`` gives.
    func connect() throws -> Socket { try Socket.connecting(to: listener.localAddress()) }

    /// A client that is gone as soon as it has come.
    func connectAndReset() throws {
        let client = try connect()
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    func accept() throws -> OpenedConnection {
        wait(for: listener)
        return OpenedConnection(
            socket: try #require(try listener.accept()), tls: nil, plaintext: [], deadline: .max)
    }

    /// Runs the body on the loop.
    func onLoop(_ body: @escaping @Sendable (ServerLoop) throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            eventLoop.execute { [loop] in continuation.resume(with: Result { try body(loop.value) }) }
        }
    }

    /// Drains the server's loop, and returns when that is done.
    func end(within grace: Duration) async {
        await withCheckedContinuation { continuation in
            eventLoop.execute { [loop] in
                loop.value.expectNoConnections()
                loop.value.drain(within: grace) { continuation.resume() }
            }
        }
    }

    /// Ends the event loop.
    func close() async {
        await withCheckedContinuation { continuation in eventLoop.shutDown { continuation.resume() } }
    }

    /// Reads to the end, which must come.
    func expectEnd(of client: Socket) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            #expect(wait(for: client), "the server has not closed the connection")
            guard case .bytes(1...) = try SystemCall.receive(client.descriptor, into: buffer) else { return }
        }
    }

    /// Waits until there is something to read. Returns whether there was.
    @discardableResult private func wait(for socket: Socket) -> Bool {
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 20_000) == 1
    }
}
