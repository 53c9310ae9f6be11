internal import CLinux
internal import Glibc

/// A non-blocking TCP socket that closes its descriptor when it goes. Whoever holds it registers the descriptor, and
/// cancels the registration before letting go.
public final class Socket: Sendable {
    /// The descriptor; open for as long as this object lives.
    public let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { SystemCall.close(descriptor) }

    /// Starts listening.
    ///
    /// - Parameter backlog: Connections the kernel keeps until they are accepted.
    /// - Throws: `SystemError`, from `bind` when the address is in use, not this machine's, or not permitted.
    public static func listening(on address: SocketAddress, backlog: Int32) throws(SystemError) -> Socket {
        let socket = try make(family: address.family)
        try socket.set(SO_REUSEADDR, level: SOL_SOCKET, to: 1)
        // So that [::] does not take the IPv4 port too, which would make its success depend on the machine's settings.
        if address.family == AF_INET6 { try socket.set(IPV6_V6ONLY, level: Int32(IPPROTO_IPV6), to: 1) }
        _ = try address.withSockaddr { pointer, length throws(SystemError) in
            try SystemCall.retrying("bind") { bind(socket.descriptor, pointer, length) }
        }
        _ = try SystemCall.retrying("listen") { listen(socket.descriptor, backlog) }
        return socket
    }

    /// Takes over a TCP socket that listens already, made by another process: a service manager, or a server that is being
    /// replaced. The descriptor belongs to the object from now on, also when this fails.
    ///
    /// - Throws: `SystemError`: `EBADF` for a number that is no open descriptor, `ENOTSOCK` for another file, `EINVAL` for a
    ///   socket that does not listen, `EAFNOSUPPORT` for one that is not TCP.
    public static func adopting(listening descriptor: Int32) throws(SystemError) -> Socket {
        // Not through SystemCall, for which a number of nobody's is a mistake of ours.
        let flags = fcntl(descriptor, F_GETFD)
        guard flags != -1 else { throw SystemError(call: "fcntl", number: errno) }
        let socket = Socket(descriptor: descriptor)
        guard try socket.value(of: SO_ACCEPTCONN) == 1 else { throw SystemError(call: "accept", number: EINVAL) }
        let family = try socket.localAddress().family
        guard family == AF_INET || family == AF_INET6, try socket.value(of: SO_TYPE) == Int32(SOCK_STREAM.rawValue)
        else {
            throw SystemError(call: "accept", number: EAFNOSUPPORT)
        }
        _ = try SystemCall.retrying("fcntl") { fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        let status = try SystemCall.retrying("fcntl") { fcntl(descriptor, F_GETFL) }
        _ = try SystemCall.retrying("fcntl") { fcntl(descriptor, F_SETFL, status | O_NONBLOCK) }
        return socket
    }

    /// Another descriptor of the same socket: it stays open until both are let go.
    ///
    /// - Throws: `SystemError` when the process has no descriptors left.
    public func duplicated() throws(SystemError) -> Socket {
        Socket(descriptor: try SystemCall.retrying("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) })
    }

    /// Starts connecting; the socket becomes writable when that has succeeded or failed, which ``pendingError()`` tells.
    ///
    /// - Throws: `SystemError` when the attempt fails at once.
    public static func connecting(to address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try make(family: address.family)
        try socket.setNoDelay()
        do throws(SystemError) {
            _ = try address.withSockaddr { pointer, length throws(SystemError) in
                try SystemCall.retrying("connect") { connect(socket.descriptor, pointer, length) }
            }
        } catch {
            guard error.number == EINPROGRESS else { throw error }
        }
        return socket
    }

    /// Takes the next connection of a listening socket; nil when there is none.
    ///
    /// - Throws: `SystemError`; after one that says that descriptors or memory ran out, the connection still waits.
    public func accept() throws(SystemError) -> Socket? {
        do throws(SystemError) {
            let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let accepted = try SystemCall.retrying("accept4") { accept4(descriptor, nil, nil, flags) }
            return Socket(descriptor: accepted)
        } catch {
            // The peer was gone before we came (accept(2), "Error handling").
            if error.number == EAGAIN || error.number == ECONNABORTED { return nil }
            throw error
        }
    }

    /// Sends small writes at once: each of ours is a whole answer.
    public func setNoDelay() throws(SystemError) { try set(TCP_NODELAY, level: Int32(IPPROTO_TCP), to: 1) }

    /// Says that nothing more will be sent; reading goes on.
    ///
    /// - Throws: `SystemError` when the connection is gone already.
    public func endWriting() throws(SystemError) {
        _ = try SystemCall.retrying("shutdown") { shutdown(descriptor, Int32(SHUT_WR)) }
    }

    /// The address of this end.
    public func localAddress() throws(SystemError) -> SocketAddress { try address("getsockname", getsockname) }

    /// The address of the other end.
    public func peerAddress() throws(SystemError) -> SocketAddress { try address("getpeername", getpeername) }

    /// Why connecting failed; nil when it did not.
    public func pendingError() throws(SystemError) -> SystemError? {
        let number = try value(of: SO_ERROR)
        return number == 0 ? nil : SystemError(call: "connect", number: number)
    }

    private static func make(family: Int32) throws(SystemError) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return Socket(descriptor: try SystemCall.retrying("socket") { socket(family, type, 0) })
    }

    private func set(_ option: Int32, level: Int32, to value: Int32) throws(SystemError) {
        var value = value
        _ = try SystemCall.retrying("setsockopt") {
            setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    private func value(of option: Int32) throws(SystemError) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = try SystemCall.retrying("getsockopt") { getsockopt(descriptor, SOL_SOCKET, option, &value, &length) }
        return value
    }

    private func address(
        _ call: StaticString, _ query: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) throws(SystemError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return try withUnsafeMutablePointer(to: &storage) { pointer throws(SystemError) in
            let address = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
            _ = try SystemCall.retrying(call) { query(descriptor, address, &length) }
            return SocketAddress(address, length: length)
        }
    }
}
