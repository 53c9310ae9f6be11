import EventLoop
import Glibc
import RPCCore
import Synchronization
import Testing

@testable import RPCTransport

/// A server that does with each connection what a test says, on a thread of its own with blocking sockets.
final class ScriptedServer: Sendable {
    let endpoint: Endpoint

    private let descriptor: Int32

    /// Listens on a port of its own.
    ///
    /// - Parameter script: Run for each connection in turn, with its number from 0; the connection is closed behind it.
    init(_ script: @escaping @Sendable (Int, ScriptedConnection) throws -> Void) throws {
        let address = try #require(try SocketAddress.resolve(Endpoint(host: "127.0.0.1", port: 0)).first)
        let listener = try Socket.listening(on: address, backlog: 16)
        endpoint = try listener.localAddress().endpoint
        descriptor = dup(listener.descriptor)
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
        Thread.start { [descriptor] in
            var number = 0
            while true {
                let accepted = accept(descriptor, nil, nil)
                // The thread closes what it accepts from: until then the number cannot become another server's.
                guard accepted >= 0 else { return SystemCall.close(descriptor) }
                let connection = ScriptedConnection(accepted)
                // A script that fails closes its connection, which the client then reports.
                try? script(number, connection)
                number += 1
            }
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// A connection at the server's end, read and written with waiting.
final class ScriptedConnection {
    private let descriptor: Int32
    /// What TLS has decrypted and nobody has read.
    private let plaintext = ByteBuffer(capacity: 1)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { SystemCall.close(descriptor) }

    /// Reads once; empty at the end.
    func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        guard
            case .bytes(let count) = try buffer.withUnsafeMutableBytes({ try SystemCall.receive(descriptor, into: $0) })
        else { return [] }
        return Array(buffer.prefix(count))
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard case .bytes(let count) = try rest.withUnsafeBytes({ try SystemCall.send(descriptor, $0) }) else {
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    func write(_ plaintext: [UInt8], over tls: TLSConnection) throws {
        try tls.send(plaintext)
        try write(Array(tls.output.bytes))
        tls.output.removeAll()
    }

    /// Reads until the client has closed.
    func drain() throws { while try !read().isEmpty {} }

    /// Shakes hands as a TLS server.
    func secure(_ context: TLSContext) throws -> TLSConnection {
        let tls = TLSConnection.server(context: context, output: ByteBuffer(capacity: 1))
        while tls.state == .handshaking {
            let bytes = try read()
            guard !bytes.isEmpty else { throw SystemError(call: "read", number: ECONNRESET) }
            do { try tls.receive(bytes, into: plaintext) } catch {
                try write(Array(tls.output.bytes))
                throw error
            }
            try write(Array(tls.output.bytes))
            tls.output.removeAll()
        }
        return tls
    }

    /// Speaks HTTP/2 over TLS until `isDone`; requests are written down in the peer's events.
    ///
    /// - Parameter onEnd: Called with each stream whose request is complete.
    func serve(
        _ context: TLSContext, configuration: HTTP2Configuration = HTTP2Configuration(role: .server),
        onEnd: @escaping (HTTP2Peer, HTTP2Stream) -> Void, until isDone: (HTTP2Peer) -> Bool
    ) throws {
        let tls = try secure(context)
        let peer = try HTTP2Peer(configuration)
        peer.onEnd = { [unowned peer] in onEnd(peer, $0) }
        while true {
            try peer.receive(Array(plaintext.bytes))
            plaintext.removeAll()
            try write(try peer.output(), over: tls)
            if isDone(peer) { return }
            let bytes = try read()
            guard !bytes.isEmpty else { return }
            try tls.receive(bytes, into: plaintext)
        }
    }

    /// Speaks HTTP/2 in frames made by hand: settings, and these frames as soon as a request has come; then listens until
    /// the client leaves, unless it is to hang up.
    ///
    /// - Parameter onFrame: Called with each frame of the client.
    func respond(
        _ context: TLSContext, with frames: [RawFrame], hangsUp: Bool = false,
        onFrame: (RawFrame) -> Void = { _ in }
    ) throws {
        let tls = try secure(context)
        try write(RawFrame(type: 4).bytes, over: tls)
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        var hasRequest = false
        while !(hasRequest && hangsUp) {
            let bytes = try read()
            guard !bytes.isEmpty else { return }
            try tls.receive(bytes, into: plaintext)
            if plaintext.bytes.starts(with: preface) { plaintext.removeFirst(preface.count) }
            for frame in takeFrames() {
                onFrame(frame)
                guard frame.type == 1, !hasRequest else { continue }
                hasRequest = true
                try write(frames.flatMap(\.bytes), over: tls)
            }
        }
    }

    /// The frames that have come whole.
    private func takeFrames() -> [RawFrame] {
        var frames: [RawFrame] = []
        while plaintext.count >= 9 {
            let byteCount = 9 + plaintext.bytes.prefix(3).reduce(0) { $0 << 8 | Int($1) }
            guard plaintext.count >= byteCount else { break }
            frames += RawFrame.parse(Array(plaintext.bytes.prefix(byteCount)))
            plaintext.removeFirst(byteCount)
        }
        return frames
    }
}

extension HTTP2Peer {
    /// Answers a request with one message and status OK.
    func answer(_ stream: HTTP2Stream, _ message: [UInt8]) {
        connection.respond(
            on: stream, headers: HeaderBlock([":status": "200", "content-type": "application/grpc"]),
            frame: MessageFrame(message: message), trailers: HeaderBlock(["grpc-status": "0"]))
    }
}

/// A thread, which may block where the pool of Swift's tasks may not.
enum Thread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func start(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(Body(run)).toOpaque())
        pthread_detach(thread)
    }
}
