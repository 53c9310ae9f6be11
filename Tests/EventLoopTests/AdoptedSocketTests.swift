import EventLoop
import Glibc
import Testing

@Suite("Sockets that another process has made")
struct AdoptedSocketTests {
    private func listening() throws -> Socket {
        let address = try #require(
            SocketAddress.resolve(Endpoint(host: "127.0.0.1", port: 0), forListening: true).first)
        return try Socket.listening(on: address, backlog: 1)
    }

    @Test("One that listens is taken over as if it had been made here")
    func adopting() throws {
        let made = try listening()
        let blocking = dup(made.descriptor)
        _ = fcntl(blocking, F_SETFL, fcntl(blocking, F_GETFL) & ~O_NONBLOCK)
        let adopted = try Socket.adopting(listening: blocking)
        #expect(try adopted.localAddress().endpoint == made.localAddress().endpoint)
        #expect(fcntl(blocking, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(blocking, F_GETFD) & FD_CLOEXEC != 0)
        #expect(try adopted.accept() == nil)
    }

    @Test("Anything else is refused")
    func refused() throws {
        func number(_ descriptor: Int32) -> Int32? {
            #expect(throws: SystemError.self) { try Socket.adopting(listening: descriptor) }?.number
        }
        #expect(number(1_000_000) == EBADF)
        #expect(number(open("/dev/null", O_RDONLY)) == ENOTSOCK)
        #expect(number(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)) == EINVAL)
        let local = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr(sa_family: sa_family_t(AF_UNIX), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        #expect(bind(local, &name, socklen_t(MemoryLayout<sa_family_t>.size)) == 0 && listen(local, 1) == 0)
        #expect(number(local) == EAFNOSUPPORT)
    }

    @Test("It listens until the last descriptor of it is let go")
    func duplicated() throws {
        var made: Socket? = try listening()
        let address = try #require(made).localAddress()
        let other = try #require(made).duplicated()
        made = nil
        let client = try Socket.connecting(to: address)
        var watched = pollfd(fd: other.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&watched, 1, 20_000) == 1)
        #expect(try other.accept() != nil)
        withExtendedLifetime(client) {}
    }
}
