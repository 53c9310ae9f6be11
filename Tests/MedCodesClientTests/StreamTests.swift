import CatalogModel
import CatalogStore
import Foundation
import MedCodesClient
import Synchronization
import Testing

@Suite("The client library's streams and writes", .timeLimit(.minutes(2)))
struct StreamTests {
    private static let pages = (0..<1_200).map { number in
        Code(key: key(number), longDescriptor: "Synthetic part \(number)")
    }

    private static func key(_ number: Int) -> CodeKey {
        CodeKey(system: .icd10PCS, canonical: "Z" + String(1_000_000 + number).dropFirst())
    }

    @Test("Lookups answer any number of keys in order, and stop when nobody reads on")
    func lookUp() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let keys = (0..<3_000).map { Self.key($0 % 1_300) }
            var answered: [CodeKey] = []
            for try await answer in client.lookUp(Counted(keys)) { answered.append(answer.key) }
            #expect(answered == keys)
            for try await answer in client.lookUp(Counted(keys)) where answer.key == keys[10] { break }
            #expect(try await client.catalog().revision.rawValue == 1)
        }
    }

    @Test("Keys that cannot be had end the lookups with their error")
    func failingKeys() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            await #expect(throws: OutOfKeys.self) {
                for try await _ in client.lookUp(Counted([Self.key(0)], fails: true)) {}
            }
        }
    }

    @Test("An export that is cut goes on by itself, and loses and repeats nothing")
    func export() async throws {
        try await RunningService.run(Self.pages) { client, service in
            var keys: [CodeKey] = []
            for try await exported in client.export(StreamCodesRequest(systems: [.icd10PCS])) {
                keys.append(exported.code.key)
                if keys.count == 100 || keys.count == 700 { try await service.restart() }
            }
            #expect(keys == Self.pages.map(\.key))
        }
    }

    @Test("A watch sees every revision once, also across restarts of the server")
    func watch() async throws {
        try await RunningService.run(Self.pages) { client, service in
            var seen: [Int64] = []
            for try await revision in client.watch() {
                seen.append(revision.revision.rawValue)
                guard seen.count < 7 else { break }
                if seen.count.isMultiple(of: 3) { try await service.restart() }
                try await service.put(Code(key: Self.key(0), longDescriptor: "Wording \(seen.count)"))
            }
            #expect(seen == [1, 2, 3, 4, 5, 6, 7])
        }
    }

    @Test("A watch that no server answers says why at once")
    func noServer() async throws {
        try await RunningService.run(Self.pages) { client, service in
            await service.shutDown()
            let error = await #expect(throws: MedCodesError.self) { for try await _ in client.watch() {} }
            #expect(error?.problem == .refused)
        }
    }

    @Test("An administrator puts, imports and deletes codes; others are refused")
    func writes() async throws {
        let service = try await RunningService(Self.pages, demandsClientCertificate: true)
        var configuration = service.configuration
        configuration.identity = service.clientIdentity
        let client = try MedCodesClient(configuration)
        let code = Code(key: CodeKey(system: .hcpcs, canonical: "Q9999"), longDescriptor: "Synthetic supply")
        let put = try await client.put(code)
        #expect(put.code == code && put.revision.rawValue == 2)
        #expect(try await client.code(code.key) == code)
        let outdated = await #expect(throws: MedCodesError.self) {
            try await client.delete(code.key, ifUnchangedSince: Revision(rawValue: 1))
        }
        #expect(outdated?.code == .aborted && outdated?.reason == "CATALOG_CHANGED")
        #expect(try await client.delete(code.key, ifUnchangedSince: put.revision).rawValue == 3)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).txt")
        try Data("00001 Z9 \n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let rejected = await #expect(throws: MedCodesError.self) {
            try await client.importFiles(
                [file.path],
                settings: ImportSettings(
                    format: "icd10-pcs-order", release: "R1", effective: CalendarDate(dayNumber: 20_000)))
        }
        #expect(rejected?.code == .failedPrecondition && rejected?.reason == "IMPORT_REJECTED")
        service.admins.replace([])
        let refused = await #expect(throws: MedCodesError.self) { try await client.put(code) }
        #expect(refused?.code == .permissionDenied && refused?.reason == "NOT_ADMIN")
        await client.close()
        await service.shutDown()
    }
}

/// No more keys can be had.
private struct OutOfKeys: Error {}

/// A sequence of keys that may fail at its end.
private struct Counted: AsyncSequence, Sendable {
    typealias Element = CodeKey

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<CodeKey>
        let fails: Bool

        mutating func next() async throws -> CodeKey? {
            if rest.isEmpty, fails { throw OutOfKeys() }
            return rest.popFirst()
        }
    }

    let keys: [CodeKey]
    let fails: Bool

    init(_ keys: [CodeKey], fails: Bool = false) {
        self.keys = keys
        self.fails = fails
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: keys[...], fails: fails) }
}

extension CodeAnswer {
    /// The key asked for.
    fileprivate var key: CodeKey {
        switch self {
        case .found(let code): code.key
        case .absent(let absence): absence.key
        }
    }
}
