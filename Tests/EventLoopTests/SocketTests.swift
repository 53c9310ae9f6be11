import EventLoop
import Glibc
import Testing

@Suite("Endpoints")
struct EndpointTests {
    @Test(
        "Are read and printed alike", arguments: ["localhost:7443", "127.0.0.1:0", "[::1]:7443", "a-b.example:65535"])
    func roundTrip(text: String) {
        #expect(Endpoint(text)?.description == text)
    }

    @Test(
        "Other text is none",
        arguments: ["", "localhost", ":7443", "[]:1", "::1:7443", "a:", "a:65536", "a:-1", "a:x", "a b:1", "h\u{0}:1"])
    func refused(text: String) {
        #expect(Endpoint(text) == nil)
    }
}

@Suite("Sockets")
struct SocketTests {
    @Test("Two ends meet and know each other", arguments: ["127.0.0.1", "::1"])
    func meeting(host: String) throws {
        let address = try #require(SocketAddress.resolve(Endpoint(host: host, port: 0), forListening: true).first)
        let listener = try Socket.listening(on: address, backlog: 8)
        let local = try listener.localAddress()
        #expect(local.endpoint.port != 0)
        #expect(local.peerName == (host == "::1" ? "ipv6:" : "ipv4:") + local.description)
        let client = try Socket.connecting(to: local)
        var poll = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(Glibc.poll(&poll, 1, 5000) == 1)
        let server = try #require(try listener.accept())
        #expect(try client.pendingError() == nil)
        #expect(try server.peerAddress().endpoint == client.localAddress().endpoint)
        #expect(try listener.accept() == nil)
    }

    @Test("An end that has said all it had to say still reads")
    func endWriting() throws {
        let address = try #require(
            SocketAddress.resolve(Endpoint(host: "127.0.0.1", port: 0), forListening: true).first)
        let listener = try Socket.listening(on: address, backlog: 8)
        let client = try Socket.connecting(to: listener.localAddress())
        var poll = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(Glibc.poll(&poll, 1, 5000) == 1)
        let server = try #require(try listener.accept())
        try server.endWriting()
        var byte: UInt8 = 7
        poll = pollfd(fd: client.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(Glibc.poll(&poll, 1, 5000) == 1)
        #expect(recv(client.descriptor, &byte, 1, 0) == 0)
        #expect(send(client.descriptor, &byte, 1, 0) == 1)
        poll = pollfd(fd: server.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(Glibc.poll(&poll, 1, 5000) == 1)
        #expect(recv(server.descriptor, &byte, 1, 0) == 1)
    }

    @Test("A port in use is an error of bind")
    func portInUse() throws {
        let address = try #require(SocketAddress.resolve(Endpoint(host: "127.0.0.1", port: 0)).first)
        let listener = try Socket.listening(on: address, backlog: 8)
        let taken = try listener.localAddress()
        let error = #expect(throws: SystemError.self) { try Socket.listening(on: taken, backlog: 8) }
        #expect(error?.description == "bind: Address already in use")
    }

    @Test("A name that does not exist says so")
    func unresolved() {
        let error = #expect(throws: ResolutionError.self) {
            try SocketAddress.resolve(Endpoint(host: "nowhere.invalid", port: 1))
        }
        #expect(error?.description.hasPrefix("cannot resolve 'nowhere.invalid': ") == true)
    }
}
