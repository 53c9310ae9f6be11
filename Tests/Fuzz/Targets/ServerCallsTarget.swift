import EventLoop
import Glibc
import Logging
import RPCCore
import Synchronization

@testable import RPCTransport

/// A whole server: what a client sends on a connection, from the socket to the handlers. In plaintext, on a port of its own.
///
/// An input is: the size of chunks, and what the client sends after its preface.
enum ServerCallsTarget: FuzzTarget {
    static let name = "server-calls"

    static func seeds() throws -> [String: [UInt8]] {
        var seeds = try ClientFrames.samples().mapValues { [0] + $0 }
        seeds["bytewise"] = try [128] + ClientFrames.calls(count: 2)
        for path in ["/test.Service/Fail", "/test.Service/Never", "/test.Service/Other", "/test.Service/Stream", "odd"]
        {
            let fields = ClientFrames.fields.map { $0.0 == ":path" ? (":path", path) : $0 }
            let block = (fields + [("grpc-timeout", "1S")]).flatMap { ClientFrames.literal($0.0, $0.1) }
            let name = path.split(separator: "/").last ?? "odd"
            seeds["path-\(name)"] =
                [0] + ClientFrames.frame(1, 4, 1, block) + ClientFrames.frame(0, 1, 1, [0, 0, 0, 0, 1, 65])
        }
        return seeds
    }

    static func run(_ input: UnsafeRawBufferPointer) throws {
        var input = FuzzInput(input)
        // Few pieces, since each costs two system calls.
        let chunkByteCount = max(input.chunkByteCount(), input.rest.count / 8 + 1)
        let peer = try PlainPeer(port: port)
        try peer.send(ClientFrames.preface)
        try input.forEachChunk(of: chunkByteCount) { try peer.send(Array($0)) }
        let answer = try peer.finish()
        var frames = FrameWalk(skipping: 0)
        try answer.withUnsafeBytes { try frames.take($0) }
        let isCheckDue = runCount.wrappingAdd(1, ordering: .relaxed).newValue % 64 == 1
        if isCheckDue { try checkBystander() }
    }

    /// A proper call on another connection is answered.
    private static func checkBystander() throws {
        let peer = try PlainPeer(port: port)
        try peer.send(ClientFrames.preface + ClientFrames.calls(count: 1))
        let answer = try peer.finish()
        try demand(answer.contains([0, 0, 0, 0, 9] + "message 0".utf8), "a proper call gets \(answer)")
    }

    private static let runCount = Atomic(0)

    private static let port: UInt16 = {
        var configuration = RPCServerConfiguration(listen: Endpoint(host: "127.0.0.1", port: 0), loopCount: 1)
        configuration.requestMessageByteCountMax = 1_000
        configuration.concurrentStreamsMax = 8
        do {
            let server = try RPCServer.start(
                configuration, services: [EchoService()], tlsContext: nil, logger: Logger(label: "fuzz"))
            return UInt16(server.endpoint.port)
        } catch {
            fatalError("there is no server: \(error)")
        }
    }()
}
