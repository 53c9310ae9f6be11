import CatalogModel
import CatalogStore
import Synchronization
import Testing

@testable import MedCodesClient

@Suite("The near cache", .timeLimit(.minutes(1)))
struct NearCacheTests {
    private static let key = CodeKey(system: .hcpcs, canonical: "X0001")
    private static let other = CodeKey(system: .hcpcs, canonical: "X0002")
    private static let missing = CodeKey(system: .hcpcs, canonical: "X0009")

    private static func page(_ key: CodeKey, _ words: String) -> Code { Code(key: key, longDescriptor: words) }

    /// Runs the body with a client whose near cache is up.
    private static func run(
        demandsClientCertificate: Bool = false, _ body: (MedCodesClient, RunningService) async throws -> Void
    ) async throws {
        let service = try await RunningService(
            [page(key, "1"), page(other, "1")], demandsClientCertificate: demandsClientCertificate)
        var configuration = service.configuration
        configuration.nearCache = .init()
        if demandsClientCertificate { configuration.identity = service.clientIdentity }
        let client = try MedCodesClient(configuration)
        do {
            try await trusted(client)
            try await body(client, service)
        } catch {
            await client.close()
            await service.shutDown()
            throw error
        }
        await client.close()
        await service.shutDown()
    }

    /// Asks until the watch is up.
    private static func trusted(_ client: MedCodesClient) async throws {
        while client.nearCacheStatistics?.isTrusted != true {
            _ = try await client.code(key)
            await Task.yield()
        }
    }

    /// Asks until the watch has told of the change.
    private static func changed(_ client: MedCodesClient, _ key: CodeKey, to words: String) async throws {
        while try await client.code(key).longDescriptor != words { await Task.yield() }
    }

    @Test("A code is asked for once, for each day and view, and held as it came")
    func hits() async throws {
        try await Self.run { client, service in
            let day = CalendarDate("2024-05-01")
            let first = try await client.code(Self.key, asOf: day)
            let count = service.calls.count(of: "GetCode")
            for _ in 0..<5 { #expect(try await client.code(Self.key, asOf: day) == first) }
            #expect(service.calls.count(of: "GetCode") == count)
            _ = try await client.code(Self.key, asOf: day, view: .basic)
            _ = try await client.code(Self.key, asOf: CalendarDate("2024-05-02"))
            #expect(service.calls.count(of: "GetCode") == count + 2)
            let told = Mutex<[ReplyDetails]>([])
            var options = CallOptions()
            options.onReply = { reply in told.withLock { $0.append(reply) } }
            _ = try await client.with(options).code(Self.key, asOf: day)
            options.usesNearCache = false
            _ = try await client.with(options).code(Self.key, asOf: day)
            #expect(told.withLock { $0.map { $0.cacheOutcome == "near" } } == [true, false])
            #expect(told.withLock { $0.map(\.revision) } == [Revision(rawValue: 1), Revision(rawValue: 1)])
        }
    }

    @Test("That a code is not there is held too, with the same error")
    func absences() async throws {
        try await Self.run { client, service in
            let day = CalendarDate("2024-05-01")
            let first = try #require(await failure { _ = try await client.code(Self.missing, asOf: day) })
            let count = service.calls.count(of: "GetCode")
            let second = try #require(await failure { _ = try await client.code(Self.missing, asOf: day) })
            #expect(service.calls.count(of: "GetCode") == count)
            #expect(second.cacheOutcome == "near")
            #expect(second.description == first.description && second.absence == first.absence)
            #expect(second.revision == first.revision && second.isFromServer)
        }
    }

    @Test("A batch is answered where all of it is held, and fills the cache for single look-ups")
    func batches() async throws {
        try await Self.run { client, service in
            let day = CalendarDate("2024-05-01")
            let keys = [Self.key, Self.missing, Self.other]
            let first = try await client.codes(keys, asOf: day)
            #expect(try await client.codes(keys, asOf: day) == first)
            #expect(service.calls.count(of: "BatchGetCodes") == 1)
            let count = service.calls.count(of: "GetCode")
            #expect(try await client.code(Self.other, asOf: day, view: .basic).longDescriptor == "1")
            #expect(try await client.batcher().answer(for: Self.missing, asOf: day) == first[1])
            #expect(service.calls.count(of: "GetCode") == count)
            _ = try await client.codes(keys + [CodeKey(system: .hcpcs, canonical: "X0010")], asOf: day)
            #expect(service.calls.count(of: "BatchGetCodes") == 2)
        }
    }

    @Test("What another one writes shows, and only that is asked for again")
    func pushedChanges() async throws {
        try await Self.run { client, service in
            let day = CalendarDate("2024-05-01")
            _ = try await client.code(Self.other, asOf: day, view: .basic)
            for generation in 2...4 {
                try await service.put(Self.page(Self.key, "\(generation)"))
                try await Self.changed(client, Self.key, to: "\(generation)")
            }
            let count = service.calls.count(of: "GetCode")
            _ = try await client.code(Self.other, asOf: day, view: .basic)
            #expect(service.calls.count(of: "GetCode") == count)
            try await service.put(Self.page(Self.missing, "1"))
            while await failure({ _ = try await client.code(Self.missing) }) != nil { await Task.yield() }
        }
    }

    @Test("What the client itself writes shows once the write has returned")
    func ownWrites() async throws {
        try await Self.run(demandsClientCertificate: true) { client, _ in
            for generation in 2...20 {
                _ = try await client.put(Self.page(Self.key, "\(generation)"))
                #expect(try await client.code(Self.key).longDescriptor == "\(generation)")
            }
            _ = try await client.delete(Self.key)
            #expect(await failure { _ = try await client.code(Self.key) }?.code == .notFound)
        }
    }

    @Test("Without its watch nothing is answered, and after it nothing from before")
    func lostWatch() async throws {
        try await Self.run { client, service in
            _ = try await client.code(Self.key)
            await service.shutDown()
            while client.nearCacheStatistics?.isTrusted == true { await Task.yield() }
            #expect(await failure { _ = try await client.code(Self.key) }?.code == .unavailable)
            try await service.put(Self.page(Self.key, "2"))
            try await service.restart()
            while await failure({ _ = try await client.code(Self.key) }) != nil { await Task.yield() }
            #expect(try await client.code(Self.key).longDescriptor == "2")
            try await Self.trusted(client)
            #expect(try await client.code(Self.key).longDescriptor == "2")
        }
    }

    @Test("A client that is let go ends its watch, and with it the connection")
    func letGo() async throws {
        let service = try await RunningService([Self.page(Self.key, "1")])
        var configuration = service.configuration
        configuration.nearCache = .init()
        var client: MedCodesClient? = try MedCodesClient(configuration)
        if let client { try await Self.trusted(client) }
        var states = client?.connectionStates.makeAsyncIterator()
        client = nil
        while let state = await states?.next(), state != .shutdown {}
        await service.shutDown()
    }
}
