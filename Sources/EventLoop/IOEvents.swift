internal import CLinux

/// What a descriptor is ready for, or what one waits for.
public struct IOEvents: OptionSet, Sendable {
    /// The bits as `epoll` has them.
    public let rawValue: UInt32

    /// The events with these bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Bytes, a connection or the end of the stream can be read.
    public static let readable = IOEvents(rawValue: EPOLLIN.rawValue)
    /// Bytes can be written.
    public static let writable = IOEvents(rawValue: EPOLLOUT.rawValue)
    /// The descriptor failed or both directions are closed. Reported without being asked for.
    public static let closed = IOEvents(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}
