internal import EventLoop

/// One connection of the admin listener: reads a request, has it answered, and closes. Belongs to the listener's loop.
final class AdminConnection: EventHandler {
    /// The time a client has for its request and for reading the answer, each.
    private static let timeout = Duration.seconds(10)

    private let eventLoop: EventLoop
    private let pages: [String: AdminServer.Page]
    private let closed: (AdminConnection) -> Void
    private var socket: Socket?
    private var registration: Registration?
    private var reader = RequestReader()
    private var hasRequest = false
    private var unsent: ArraySlice<UInt8> = []
    private lazy var timer = LoopTimer(on: eventLoop) { [unowned self] in timeIsUp() }

    init(
        _ socket: Socket, on eventLoop: EventLoop, pages: [String: AdminServer.Page],
        closed: @escaping (AdminConnection) -> Void
    ) throws(SystemError) {
        self.eventLoop = eventLoop
        self.pages = pages
        self.closed = closed
        self.socket = socket
        registration = try eventLoop.register(socket.descriptor, for: .readable, handler: self)
        timer.set(after: Self.timeout)
    }

    func ready(_ events: IOEvents) {
        do {
            if unsent.isEmpty { try read() } else { try send() }
        } catch {
            close()
        }
    }

    /// Ends it at once. Twice is once.
    func close() {
        guard socket != nil else { return }
        registration?.cancel()
        timer.cancel()
        socket = nil
        closed(self)
    }

    private func read() throws {
        guard let socket else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        guard
            case .bytes(let count) = try buffer.withUnsafeMutableBytes({
                try SystemCall.receive(socket.descriptor, into: $0)
            })
        else { return }
        guard count > 0 else { return close() }
        // What comes behind the request is dropped.
        guard !hasRequest else { return }
        let verdict = buffer.withUnsafeBytes { reader.read(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        switch verdict {
        case .incomplete: return
        case .refused(let status):
            hasRequest = true
            let allowed = status == 405 ? ["Allow: GET, HEAD"] : []
            send(AdminAnswer(status: status, "refused").message(withBody: true, more: allowed))
        case .request(let path, let isHead):
            hasRequest = true
            answer(path, isHead: isHead)
        }
    }

    /// Has the page made outside of the loop, for it may wait for the store.
    private func answer(_ path: String, isHead: Bool) {
        guard let page = pages[path] else {
            let known = pages.keys.sorted().joined(separator: " ")
            return send(AdminAnswer(status: 404, "there are: \(known)").message(withBody: !isHead))
        }
        let me = LoopBound(self, on: eventLoop)
        Task { [eventLoop] in
            let message = await page().message(withBody: !isHead)
            eventLoop.execute { me.value.send(message) }
        }
    }

    private func send(_ message: [UInt8]) {
        guard socket != nil else { return }
        unsent = message[...]
        timer.set(after: Self.timeout)
        ready(.writable)
    }

    private func send() throws {
        guard let socket else { return }
        let transfer = try unsent.withUnsafeBytes { try SystemCall.send(socket.descriptor, $0) }
        if case .bytes(let count) = transfer { unsent = unsent.dropFirst(count) }
        guard unsent.isEmpty else { return try registration?.wait(for: .writable) ?? () }
        // The client closes when it has read, or when its time is up: closing first could reset what it has not read.
        try socket.endWriting()
        try registration?.wait(for: .readable)
    }

    private func timeIsUp() {
        guard !hasRequest else { return close() }
        hasRequest = true
        send(AdminAnswer(status: 408, "the request took too long").message(withBody: true))
    }
}
