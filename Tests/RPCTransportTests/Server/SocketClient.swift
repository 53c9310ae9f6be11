import EventLoop
import Glibc
import RPCCore

@testable import RPCTransport

/// A client that waits for what it reads: the HTTP/2 engine, over TLS or without, on a blocking socket.
final class SocketClient {
    let peer: HTTP2Peer

    private let descriptor: Int32
    let tls: TLSConnection?
    private var hasEnded = false
    /// Whether what TLS has to say waits for the next bytes that are sent.
    private var joinsRecords = false

    /// Connects; with TLS, the server must show a certificate for `localhost`.
    ///
    /// - Parameters:
    ///   - beginsHTTP2: Whether the preface is sent as soon as TLS stands.
    ///   - joinsRecords: Whether the end of the handshake is held back, to be sent in one piece with what is sent first.
    init(
        to endpoint: Endpoint, tls context: TLSContext? = nil, beginsHTTP2: Bool = true, joinsRecords: Bool = false
    ) throws {
        tls = context.map { .client(context: $0, serverName: "localhost", output: ByteBuffer(capacity: 1)) }
        peer = try HTTP2Peer(.client)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        descriptor = try SystemCall.retrying("socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        // A test that waits for what never comes fails after this.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        _ = try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try SystemCall.retrying("connect") { [descriptor] in
                    connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        try tls?.start()
        try sendCiphertext()
        self.joinsRecords = joinsRecords
        while tls?.state == .handshaking, !hasEnded {
            if beginsHTTP2 { try read() } else { _ = try readBytes() }
        }
    }

    deinit { SystemCall.close(descriptor) }

    /// Sends bytes as they are, encrypted if there is TLS.
    func send(_ bytes: [UInt8]) throws {
        guard let tls else { return try sendRaw(bytes) }
        joinsRecords = false
        try bytes.withUnsafeBytes { try tls.send($0) }
        try sendCiphertext()
    }

    /// Ends TLS in the orderly way, and nothing else.
    func sayGoodbye() throws {
        tls?.shutDown()
        try sendCiphertext()
    }

    private func sendCiphertext() throws {
        guard let tls, !tls.output.isEmpty, !joinsRecords else { return }
        try sendRaw(Array(tls.output.bytes))
        tls.output.removeAll()
    }

    private func sendRaw(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard case .bytes(let count) = try rest.withUnsafeBytes({ try SystemCall.send(descriptor, $0) }) else {
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends what the engine has ready.
    func flush() throws { try send(peer.output()) }

    /// Reads once. Returns the number of bytes: 0 at the end, also after a reset.
    @discardableResult func read() throws -> Int {
        let bytes = try readBytes()
        try peer.receive(bytes)
        try flush()
        return bytes.count
    }

    /// Reads once, and gives the bytes as they are, decrypted if there is TLS.
    func readBytes() throws -> [UInt8] {
        while true {
            let bytes = try readRaw()
            guard let tls, !bytes.isEmpty else { return bytes }
            let plaintext = ByteBuffer(capacity: 1)
            try bytes.withUnsafeBytes { try tls.receive($0, into: plaintext) }
            try sendCiphertext()
            // A record of the handshake, or a part of one, holds nothing for us; going on would read the end as empty.
            if !plaintext.isEmpty || tls.state != .established || joinsRecords { return Array(plaintext.bytes) }
        }
    }

    private func readRaw() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        do {
            guard
                case .bytes(let count) = try buffer.withUnsafeMutableBytes({
                    try SystemCall.receive(descriptor, into: $0)
                })
            else { throw SystemError(call: "recv", number: ETIMEDOUT) }
            hasEnded = count == 0
            return Array(buffer.prefix(count))
        } catch let error as SystemError where error.number == ECONNRESET {
            return []
        }
    }

    /// Reads until the server has closed the connection.
    func readToEnd() throws { while try read() > 0 {} }

    /// Reads until something has happened. Returns whether it did before the end.
    func read(until condition: () -> Bool) throws -> Bool {
        while !condition() { if try read() == 0 { return condition() } }
        return true
    }

    /// Begins a call; the message is sent with it, unless it is nil.
    func begin(_ headers: HeaderBlock, _ body: [UInt8]?) throws -> HTTP2Stream {
        let stream = HTTP2Stream()
        if let body { peer.connection.send(MessageFrame(message: body), on: stream) }
        peer.connection.finish(stream)
        try peer.connection.request(on: stream, headers: headers)
        return stream
    }

    /// Makes a call and waits for its end. Returns what the server answered.
    func call(
        _ path: String, _ body: [UInt8]? = [], contentType: String = "application/grpc",
        more fields: KeyValuePairs<String, String> = [:]
    ) throws -> Answer {
        let own = HeaderBlock([
            ":method": "POST", ":scheme": "http", ":path": path, ":authority": "test", "content-type": contentType,
            "te": "trailers",
        ])
        let stream = try begin(HeaderBlock(own.own, HeaderBlock(fields).own), body)
        let id = stream.id == 0 ? Int32(1) : stream.id
        try flush()
        _ = try read { peer.events.contains { $0.hasPrefix("\(id) closed") } }
        return Answer(stream: id, peer: peer)
    }

    /// How a call ended.
    struct Answer {
        /// Fields of headers and trailers.
        let fields: [String: String]
        /// The message; nil when there was none.
        let message: [UInt8]?
        /// How many header lists came.
        let headerListCount: Int

        init(stream: Int32, peer: HTTP2Peer) {
            var fields: [String: String] = [:]
            for event in peer.events where event.hasPrefix("\(stream) ") {
                let text = event.dropFirst("\(stream) ".count)
                // The name of a pseudo-header field begins with a colon itself.
                guard let colon = text.dropFirst().firstIndex(of: ":") else { continue }
                fields[String(text[..<colon])] = String(text[text.index(colon, offsetBy: 2)...])
            }
            self.fields = fields
            message = peer.bodies[stream].map { Array($0.dropFirst(5)) }
            headerListCount = peer.events.count { $0 == "\(stream) initial" || $0 == "\(stream) trailing" }
        }

        /// The gRPC status; nil when there was none.
        var code: StatusCode? { fields["grpc-status"].map { StatusCode(wireText: $0.utf8) } }
        /// The gRPC message; empty when there was none.
        var text: String { StatusMessage.decode((fields["grpc-message"] ?? "").utf8) }
    }
}
