import CatalogModel
import Foundation
import InMemoryLogging
import Logging
import Synchronization
import Testing

@testable import MedCodesClient

@Suite("What is said of calls", .timeLimit(.minutes(1)))
struct CallOptionsTests {
    private static let page = Code(
        key: CodeKey(system: .cpt, canonical: "20931"), longDescriptor: "Structural allograft")

    @Test("Request id, trace, token and more travel with unary calls and streams; what comes back is told")
    func bothWays() async throws {
        try await RunningService.run([Self.page]) { client, service in
            let told = Mutex<[ReplyDetails]>([])
            var options = CallOptions()
            options.requestID = "request-1"
            options.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            options.token = try BearerToken("c2VjcmV0")
            options.metadata = ["x-tenant": "north"]
            options.onReply = { reply in told.withLock { $0.append(reply) } }
            let asked = try client.with(options)
            #expect(try await asked.code(Self.page.key).key == Self.page.key)
            let reply = try #require(told.withLock { $0.first })
            #expect(reply.method == "GetCode" && reply.revision == Revision(rawValue: 1))
            #expect(reply.cacheOutcome != nil && reply.requestID == "request-1")
            #expect(reply[metadata: "medcodes-revision"] == "1" && reply[metadata: "x-nothing"] == nil)
            for try await _ in asked.export() { break }
            for method in ["GetCode", "StreamCodes"] {
                let metadata = try #require(service.calls.metadata(of: method))
                #expect(metadata.text(for: "x-request-id") == "request-1")
                #expect(metadata.text(for: "traceparent") == options.traceparent)
                #expect(metadata.text(for: "authorization") == "Bearer c2VjcmV0")
                #expect(metadata.text(for: "x-tenant") == "north")
            }
            let error = await failure { _ = try await asked.code(.cpt, "99999") }
            #expect(error?.requestID == "request-1" && told.withLock { $0.count } == 1)
            _ = try await client.code(Self.page.key)
            #expect(service.calls.metadata(of: "GetCode")?.text(for: "x-request-id") == nil)
        }
    }

    @Test("A call ends with the time it was given")
    func timeout() async throws {
        try await RunningService.run([Self.page]) { client, _ in
            var options = CallOptions()
            options.timeout = .nanoseconds(1)
            let hurried = try client.with(options)
            #expect(await failure { _ = try await hurried.code(Self.page.key) }?.code == .deadlineExceeded)
            #expect(await failure { for try await _ in hurried.export() {} }?.code == .deadlineExceeded)
            #expect(try await client.code(Self.page.key).key == Self.page.key)
        }
    }

    @Test("Metadata that cannot be sent is refused with its key, and without its value")
    func badMetadata() async throws {
        let client = try MedCodesClient(MedCodesConfiguration(server: "127.0.0.1:1"))
        var options = CallOptions()
        options.metadata = ["x-tenant": "nörd"]
        let error = #expect(throws: MedCodesError.self) { try client.with(options) }
        #expect(error?.message == "metadata 'x-tenant' has a value that is not printable ASCII")
        #expect(error?.problem == .configuration)
        await client.close()
    }

    @Test("The configuration's token goes with each call, and into no log")
    func token() async throws {
        let service = try await RunningService([Self.page])
        let log = InMemoryLogHandler()
        var configuration = service.configuration
        configuration.token = try BearerToken("aGlkZGVu")
        configuration.logger = Logger(label: "test", factory: { _ in log })
        configuration.logger.logLevel = .trace
        let client = try MedCodesClient(configuration)
        _ = try await client.catalog()
        #expect(service.calls.metadata(of: "GetCatalog")?.text(for: "authorization") == "Bearer aGlkZGVu")
        let lines = log.entries.map { "\($0)" }
        #expect(lines.contains { $0.contains("GetCatalog") } && !lines.contains { $0.contains("aGlkZGVu") })
        await client.close()
        await service.shutDown()
    }

    @Test("A token shows itself to nobody")
    func hiddenToken() throws {
        let token = try BearerToken("aGlkZGVu")
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\([token])", dumped] {
            #expect(!text.contains("aGlkZGVu"), "\(text)")
        }
    }

    @Test(
        "What cannot be a token is none",
        arguments: ["", "a b", "a\n", "\"abc\"", "ä", String(repeating: "a", count: 8193)])
    func badToken(text: String) {
        let error = #expect(throws: MedCodesError.self) { try BearerToken(text) }
        #expect(error?.problem == .configuration)
        #expect(text.isEmpty || error?.message.contains(text) == false)
    }

    @Test("A token comes out of a file without its line break; a file that is not there is named")
    func tokenFile() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(" c2VjcmV0 \n".utf8).write(to: file)
        #expect(try BearerToken(contentsOf: file.path) == BearerToken("c2VjcmV0"))
        try Data("c2Vj\ncmV0\n".utf8).write(to: file)
        let wrong = #expect(throws: MedCodesError.self) { try BearerToken(contentsOf: file.path) }
        #expect(wrong?.message.hasPrefix("\(file.path): this is no bearer token") == true)
        let missing = #expect(throws: MedCodesError.self) { try BearerToken(contentsOf: "/nowhere/token") }
        #expect(missing?.message == "the token file /nowhere/token cannot be read; check its name and permissions")
    }

    @Test("How the client stands to its server is told as it changes")
    func connectionState() async throws {
        let service = try await RunningService([Self.page])
        let client = try MedCodesClient(service.configuration)
        #expect(client.connectionState == .idle)
        var states = client.connectionStates.makeAsyncIterator()
        #expect(await states.next() == .idle)
        client.connect()
        #expect(await states.next() == .connecting)
        #expect(await states.next() == .ready)
        await client.close()
        #expect(await states.next() == .shutdown)
        #expect(await states.next() == nil)
        await service.shutDown()
    }
}
