internal import EventLoop
internal import Glibc

/// The server whose place this process takes, and which goes on serving until it hears that it may stop.
struct Predecessor: Sendable {
    /// What it waits for.
    static let message = "ready\n"

    /// The end of a pipe it listens on, which nobody else has.
    private let descriptor: Int32

    /// - Parameter descriptor: Belongs to this value from now on.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        // Fails for a number of nobody's, which writing will find out too.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Tells it, once, that calls are accepted and can be answered here. When it is gone already there is nobody to tell.
    func stop() {
        let message = Array(Self.message.utf8)
        _ = write(descriptor, message, message.count)
        SystemCall.close(descriptor)
    }
}
