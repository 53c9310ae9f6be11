internal import Glibc

/// One of the process's standard streams, written without buffering.
package struct StandardStream: TextSink {
    private let descriptor: Int32

    /// Standard output: what was asked for.
    package static let output = StandardStream(descriptor: STDOUT_FILENO)
    /// Standard error: what a person should know beside it.
    package static let error = StandardStream(descriptor: STDERR_FILENO)

    /// A stream on an open descriptor, which stays the caller's to close.
    init(descriptor: Int32) { self.descriptor = descriptor }

    package func write(_ text: String) throws(OutputError) {
        var text = text
        let failure = text.withUTF8 { Self.writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        if let failure { throw failure }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> OutputError? {
        var left = bytes[...]
        while !left.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: left).baseAddress, left.count)
            if count >= 0 {
                left = left.dropFirst(count)
            } else if errno == EPIPE {
                return .readerGone
            } else if errno == EAGAIN {
                waitUntilWritable(descriptor)
            } else if errno != EINTR {
                return .failed(errno: errno)
            }
        }
        return nil
    }

    /// A descriptor shared with another process may have been made non-blocking by it.
    private static func waitUntilWritable(_ descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }
}
