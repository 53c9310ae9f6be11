import EventLoop
import Foundation
import FoundationNetworking
import Glibc
import Testing

@testable import AdminHTTP

@Suite("The admin listener", .timeLimit(.minutes(1)))
struct AdminServerTests {
    @Test("Serves its pages, with their status, and names them when asked for another")
    func pages() async throws {
        let server = try AdminServer(
            listen: Endpoint(host: "127.0.0.1", port: 0),
            pages: [
                "/livez": { AdminAnswer("ok") }, "/readyz": { AdminAnswer(status: 503, "store: opening") },
                "/big": { AdminAnswer(body: [UInt8](repeating: 65, count: 3_000_000)) },
            ])
        #expect(try await get(server, "/livez") == (200, "ok\n"))
        #expect(try await get(server, "/readyz") == (503, "store: opening\n"))
        #expect(try await get(server, "/big").1.count == 3_000_000)
        #expect(try await get(server, "/other") == (404, "there are: /big /livez /readyz\n"))
        await server.shutDown()
        await #expect(throws: (any Error).self) { try await get(server, "/livez") }
    }

    @Test("Says so when its address is taken")
    func taken() async throws {
        let server = try AdminServer(listen: Endpoint(host: "127.0.0.1", port: 0), pages: [:])
        do throws(AdminServerError) {
            _ = try AdminServer(listen: server.endpoint, pages: [:])
            Issue.record("it listens twice")
        } catch {
            #expect(error.description.contains("in use"))
        }
        await server.shutDown()
    }

    @Test("Keeps no more than its bound of connections, and serves again when they are gone")
    func crowd() async throws {
        let server = try AdminServer(listen: Endpoint(host: "127.0.0.1", port: 0), pages: ["/": { AdminAnswer("ok") }])
        let sockets = try (0..<AdminServer.connectionCountMax).map { _ in try connect(server.endpoint) }
        // The last of them has been accepted once one more is turned away.
        let extra = try connect(server.endpoint)
        var byte: UInt8 = 0
        #expect(recv(extra, &byte, 1, 0) <= 0)
        for socket in sockets + [extra] { close(socket) }
        while true {
            if let answer = try? await get(server, "/"), answer == (200, "ok\n") { break }
        }
        await server.shutDown()
    }

    private func get(_ server: AdminServer, _ path: String) async throws -> (Int, String) {
        let url = try #require(URL(string: "http://\(server.endpoint)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    private func connect(_ endpoint: Endpoint) throws -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        return descriptor
    }
}
