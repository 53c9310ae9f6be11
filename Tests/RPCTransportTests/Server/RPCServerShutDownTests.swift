import EventLoop
import Logging
import RPCCore
import Testing

@testable import RPCTransport

@Suite("Shutting the server down at once", .timeLimit(.minutes(1)))
struct RPCServerShutDownTests {
    @Test(
        "Ends with streams that nobody reads, that nobody writes, and that are only begun",
        arguments: ["Flood", "Idle", "Listen", "Collect"])
    func stalled(method: String) async throws {
        let service = StreamingTestService()
        let server = try start(service)
        let client = try await blocking {
            let client = try SocketClient(to: server.endpoint)
            client.peer.consumesPayload = false
            let stream = try client.open("/test.Streams/\(method)")
            if method == "Flood" {
                client.peer.connection.send(.empty, on: stream)
                client.peer.connection.finish(stream)
                try client.flush()
                // The window is full and the handler waits.
                let window = HTTP2Configuration(role: .client).streamWindowByteCount
                _ = try client.read { client.peer.bodies[stream.id]?.count ?? 0 >= window }
            } else {
                // What another call shows: the stream has begun.
                _ = try client.call("/test.Streams/Double", [1])
            }
            return client
        }
        await server.shutDown(within: .zero)
        try await blocking { try client.value.readToEnd() }
        if method == "Flood" || method == "Idle" {
            var stops = service.stops.stream.makeAsyncIterator()
            #expect(await stops.next()?.code == .cancelled)
        }
    }

    @Test("Leaves no client waiting that has just connected")
    func rush() async throws {
        for _ in 0..<10 {
            let server = try start(StreamingTestService())
            async let clients = blocking {
                // Until the listener is closed; those after it are refused.
                var clients: [SocketClient] = []
                while clients.count < 200, let client = try? SocketClient(to: server.endpoint) {
                    clients.append(client)
                }
                return clients
            }
            await server.shutDown(within: .zero)
            let connected = try await clients
            try await blocking {
                for client in connected.value {
                    // The kernel can lose the last step of a connection as the listener closes, without a word to a
                    // client that is silent. One that speaks, as HTTP/2 has it, must hear of the end.
                    guard (try? client.send([0])) != nil else { continue }
                    while try !client.readBytes().isEmpty {}
                }
            }
        }
    }

    private func start(_ service: StreamingTestService) throws -> RPCServer {
        try RPCServer.start(
            RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 2), services: [service],
            tlsContext: nil, logger: Logger(label: "test"))
    }

    /// Runs a body that may block.
    @discardableResult
    private func blocking<Value>(_ body: @escaping @Sendable () throws -> Value) async throws -> Carried<Value> {
        try await withTaskExecutorPreference(BlockingExecutor()) { Carried(value: try body()) }
    }
}

/// A client on its way from one task to the next.
private struct Carried<Value>: @unchecked Sendable {
    // Sendable because each task lets go of the value before the next one gets it.
    let value: Value
}
