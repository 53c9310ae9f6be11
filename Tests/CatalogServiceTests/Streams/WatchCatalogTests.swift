import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import Foundation
import RPCCore
import RPCServices
import TestSupport
import Testing

@Suite("WatchCatalog", .timeLimit(.minutes(2)))
struct WatchCatalogTests {
    private static let code = CodeKey(system: .cpt, canonical: "22849")

    @Test("A watch from the beginning names the current revision, then each new one with its changes")
    func fromNow() async throws {
        let service = try await ServiceUnderTest()
        let watch = try TestStream(service.method("WatchCatalog"), request: WatchCatalogRequest())
        let first = try await watch.next(CatalogRevision.self)
        #expect(first.revision.rawValue == 1)
        #expect(first.changes.isEmpty && first.changedSystems.isEmpty && first.renewedSystems.isEmpty)
        try await service.put(["22849": "New words", "10001": "New code"])
        let next = try await watch.next(CatalogRevision.self)
        #expect(next.revision.rawValue == 2)
        #expect(next.committedAt >= first.committedAt && first.committedAt > 0)
        #expect(
            next.changes == [
                .init(.added, of: CodeKey(system: .cpt, canonical: "10001")), .init(.updated, of: Self.code),
            ])
    }

    @Test("A watch from a known revision catches up first, and hears only of its systems")
    func catchUp() async throws {
        let service = try await ServiceUnderTest()
        for number in 0..<3 { try await service.put(["22849": "Wording \(number)"]) }
        let request = WatchCatalogRequest(revision: Revision(rawValue: 1), systems: [.hcpcs])
        let watch = try TestStream(service.method("WatchCatalog"), request: request)
        for number in 2...4 {
            let revision = try await watch.next(CatalogRevision.self)
            #expect(revision.revision.rawValue == Int64(number))
            #expect(revision.changes.isEmpty)
        }
    }

    @Test("A revision that is still to come is refused, and one too old says so")
    func wrongRevisions() async throws {
        var configuration = SQLiteCodeStore.Configuration()
        configuration.revisionsKeptMax = 2
        let service = try await ServiceUnderTest(configuration)
        for number in 0..<3 { try await service.put(["22849": "Wording \(number)"]) }
        for (revision, code, reason) in [
            (5, StatusCode.invalidArgument, "INVALID_ARGUMENT"), (-1, .invalidArgument, "INVALID_ARGUMENT"),
            (1, .outOfRange, "REVISION_TOO_OLD"),
        ] {
            let request = WatchCatalogRequest(revision: Revision(rawValue: Int64(revision)))
            let error = await (try TestStream(service.method("WatchCatalog"), request: request)).end()
            #expect(error?.code == code)
            #expect(error?.statusDetails?.reason == reason)
        }
    }

    @Test("A drain ends watches with UNAVAILABLE")
    func drain() async throws {
        let service = try await ServiceUnderTest()
        let watch = try TestStream(service.method("WatchCatalog"), request: WatchCatalogRequest())
        _ = try await watch.next(CatalogRevision.self)
        service.drain()
        let error = await watch.end()
        #expect(error?.code == .unavailable)
        #expect(error?.statusDetails?.reason == "SHUTTING_DOWN")
    }

    @Test("Watchers that come and go see every revision once and in order")
    func reconnecting() async throws {
        let count = Int64(ProcessInfo.processInfo.environment["MEDCODES_WATCH_REVISIONS"] ?? "") ?? 100
        let service = try await ServiceUnderTest()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 2...count { try await service.put(["22849": "Wording \(number)"]) }
            }
            for seed in 0..<4 as Range<UInt64> {
                group.addTask {
                    var random = SplitMix64(seed: seed)
                    var seen: [Int64] = [1]
                    while let known = seen.last, known < count {
                        let request = WatchCatalogRequest(revision: Revision(rawValue: known))
                        let watch = try TestStream(service.method("WatchCatalog"), request: request)
                        for _ in 0..<Int.random(in: 1...20, using: &random) where seen.last != count {
                            let revision = try await watch.next(CatalogRevision.self)
                            seen.append(revision.revision.rawValue)
                            #expect(revision.changes == [.init(.updated, of: Self.code)])
                        }
                        watch.cancel()
                    }
                    #expect(seen == Array(1...count))
                }
            }
            try await group.waitForAll()
        }
    }
}
