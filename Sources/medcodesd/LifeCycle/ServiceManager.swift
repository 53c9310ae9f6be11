internal import CommandLineSupport
internal import EventLoop
internal import Glibc

/// The service manager that started this process and wants to know how it does: systemd, as sd_notify(3) has it.
///
/// Without one, nothing is told. May be used from any thread.
struct ServiceManager: Sendable {
    /// What it is told.
    enum News: Sendable {
        /// Calls can be answered: at the start, and again after ``reloading``.
        case ready
        /// Settings and certificates are being read anew.
        case reloading
        /// The end has begun.
        case stopping
        /// Nothing is stuck; see ``Watchdog``.
        case alive
        /// The process in a few words, for `systemctl status`.
        case status(String)
        /// Another process is the service from now on.
        case mainProcess(pid_t)
    }

    /// The variables by which it makes itself known. They are for this process, not for those that it starts.
    static let variables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]

    /// Where it listens: the path of a Unix socket, or `@` and a name in the abstract namespace. Nil for none.
    let address: String?
    /// The longest it wants to go without hearing ``News/alive``; nil when it does not ask for that.
    let watchdogTime: Duration?

    private let console: Console

    /// The one that this environment names.
    ///
    /// - Parameter console: Is told when the service manager cannot be reached.
    init(environment: [String: String], processID: pid_t = getpid(), console: Console) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        // The variables may be left over from another process.
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        let microseconds = isMeant ? environment["WATCHDOG_USEC"].flatMap(Int64.init) : nil
        watchdogTime = microseconds.flatMap { $0 > 0 ? .microseconds($0) : nil }
        self.console = console
    }

    /// The variables that tell a process which is to be the service about the service manager.
    var successorEnvironment: [String: String] {
        var environment: [String: String] = [:]
        environment["NOTIFY_SOCKET"] = address
        // Without WATCHDOG_PID it is meant for whoever reads it.
        environment["WATCHDOG_USEC"] = watchdogTime.map { "\($0.nanoseconds / 1000)" }
        return environment
    }

    /// Tells all of this at once.
    func tell(_ news: News...) {
        guard let address else { return }
        do throws(SystemError) {
            try Self.send(news.map(\.text).joined(separator: "\n"), to: address)
        } catch {
            console.say(StyledText("the service manager cannot be told how this server does: \(address): \(error)"))
        }
    }

    private static func send(_ text: String, to address: String) throws(SystemError) {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        // A name in the abstract namespace begins with a zero and has none at its end (unix(7)).
        let isAbstract = bytes.first == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 } else { bytes.append(0) }
        guard bytes.count <= MemoryLayout.size(ofValue: name.sun_path) else {
            throw SystemError(call: "sendto", number: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)

        let descriptor = try SystemCall.retrying("socket") {
            socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
        defer { SystemCall.close(descriptor) }
        // It may have much to read, but nothing here is to wait for it without end.
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let message = Array(text.utf8)
        _ = try withUnsafePointer(to: name) { pointer throws(SystemError) in
            let destination = UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
            return try SystemCall.retrying("sendto") {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), destination, length)
            }
        }
    }
}

extension ServiceManager.News {
    fileprivate var text: String {
        switch self {
        case .ready: "READY=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.system.now() / 1000)"
        case .stopping: "STOPPING=1"
        case .alive: "WATCHDOG=1"
        case .status(let words): "STATUS=\(words)"
        case .mainProcess(let number): "MAINPID=\(number)"
        }
    }
}
