public import EventLoop

/// Serves a few pages to operators over plain HTTP/1.1: probes, metrics.
///
/// Small on purpose, because it stands beside patients' data: GET and HEAD of known paths, heads of at most 8 KiB, one
/// request per connection, 64 connections at once, 10 s for each direction. There is no TLS and no caller is known, so it
/// belongs on the loopback interface or in a network of operators. May be used from any thread.
public final class AdminServer: Sendable {
    /// Makes an answer; called off the loop, several times at once.
    public typealias Page = @Sendable () async -> AdminAnswer

    /// Connections at once; more are closed as they come.
    public static let connectionCountMax = 64

    /// Where it listens, with the port the kernel chose if it was asked to.
    public let endpoint: Endpoint

    private let eventLoop: EventLoop
    private let listener: LoopBound<AdminListener>

    /// Starts serving.
    ///
    /// - Parameters:
    ///   - listen: Where to listen; names are resolved, which may block.
    ///   - socket: A socket that listens already, which is used instead.
    ///   - pages: What is served, by path: `/livez`.
    /// - Throws: ``AdminServerError`` when the address cannot be listened on.
    public init(listen: Endpoint, socket: Socket? = nil, pages: [String: Page]) throws(AdminServerError) {
        do throws(ResolutionError) {
            let socket = if let socket { socket } else { try Self.listening(on: listen) }
            do throws(SystemError) {
                endpoint = try socket.localAddress().endpoint
                let loop = try EventLoop(label: "admin-http")
                eventLoop = loop
                listener = try loop.onQueue { () throws(SystemError) in
                    LoopBound(try AdminListener(socket, on: loop, pages: pages), on: loop)
                }
            } catch {
                throw ResolutionError(host: listen.host, reason: error.reason)
            }
        } catch {
            throw AdminServerError(description: "the admin pages cannot be served on \(listen): \(error.reason)")
        }
    }

    /// Another descriptor of the listening socket, for a process that is to take this one's place; nil once it is closed.
    /// Waits for the server's loop.
    ///
    /// - Throws: `SystemError` when the process has no descriptors left.
    public func duplicateListeningSocket() throws(SystemError) -> Socket? {
        try eventLoop.onQueue { () throws(SystemError) in try listener.value.duplicateSocket() }
    }

    /// Ends it, with all connections, at once; returns when nothing of it runs any more.
    public func shutDown() async {
        await withCheckedContinuation { continuation in
            eventLoop.execute { [listener] in listener.value.close() }
            eventLoop.shutDown { continuation.resume() }
        }
    }

    private static func listening(on endpoint: Endpoint) throws(ResolutionError) -> Socket {
        guard let address = try SocketAddress.resolve(endpoint, forListening: true).first else {
            throw ResolutionError(host: endpoint.host, reason: "the name has no address")
        }
        do throws(SystemError) {
            return try Socket.listening(on: address, backlog: 64)
        } catch {
            throw ResolutionError(host: endpoint.host, reason: error.reason)
        }
    }
}

/// The admin pages cannot be served.
public struct AdminServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where and why.
    public let description: String
}

/// The listening socket and its connections. Belongs to one loop.
private final class AdminListener: EventHandler {
    private static let pause = Duration.milliseconds(500)

    private let eventLoop: EventLoop
    private let pages: [String: AdminServer.Page]
    private var socket: Socket?
    private var registration: Registration?
    private var connections: [ObjectIdentifier: AdminConnection] = [:]
    private lazy var resumption = LoopTimer(on: eventLoop) { [unowned self] in try? registration?.wait(for: .readable) }

    init(_ socket: Socket, on eventLoop: EventLoop, pages: [String: AdminServer.Page]) throws(SystemError) {
        self.eventLoop = eventLoop
        self.pages = pages
        self.socket = socket
        registration = try eventLoop.register(socket.descriptor, for: .readable, handler: self)
    }

    func ready(_ events: IOEvents) {
        do throws(SystemError) {
            while let accepted = try socket?.accept() {
                // Letting go of the socket closes it.
                guard connections.count < AdminServer.connectionCountMax else { continue }
                let connection = try AdminConnection(accepted, on: eventLoop, pages: pages) { [unowned self] in
                    connections[ObjectIdentifier($0)] = nil
                }
                connections[ObjectIdentifier(connection)] = connection
            }
        } catch {
            // Descriptors have run out: the kernel would report the waiting connection without end.
            try? registration?.wait(for: [])
            resumption.set(after: Self.pause)
        }
    }

    func duplicateSocket() throws(SystemError) -> Socket? { try socket?.duplicated() }

    func close() {
        registration?.cancel()
        resumption.cancel()
        socket = nil
        for connection in connections.values { connection.close() }
    }
}
