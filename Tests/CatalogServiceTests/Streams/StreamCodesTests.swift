import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import RPCCore
import RPCServices
import Synchronization
import Testing

@Suite("StreamCodes", .timeLimit(.minutes(1)))
struct StreamCodesTests {
    private static let day2024 = CalendarDate("2024-06-01") ?? .distant

    /// 22849 and 27447 as pages; 1,200 codes and a header in two releases.
    private func filled() async throws -> ServiceUnderTest {
        let service = try await ServiceUnderTest()
        try await service.write { writer throws(CatalogError) in
            for (label, date) in [("R1", "2024-01-01"), ("R2", "2025-01-01")] {
                try writer.declare(
                    Release(label: label, effective: CalendarDate(date) ?? .distant), of: .icd10PCS)
            }
            for number in 1000..<2200 {
                try writer.list(Code(key: Self.pcs("0AB\(number)"), longDescriptor: "Code \(number)"))
            }
            try writer.list(Code(key: Self.pcs("0AB"), kind: .header, longDescriptor: "Header"))
            for (wording, from, to) in [("old", "2024-01-01", "2024-07-01"), ("new", "2024-07-01", "2025-01-01")] {
                try writer.list(
                    Code(
                        key: Self.pcs("0XY"), longDescriptor: wording,
                        period: ValidityPeriod(effective: CalendarDate(from), terminated: CalendarDate(to))))
            }
        }
        return service
    }

    private static func pcs(_ code: String) -> CodeKey { CodeKey(system: .icd10PCS, canonical: code) }

    private func export(_ service: ServiceUnderTest, _ request: StreamCodesRequest) async throws
        -> [StreamCodesResponse]
    {
        try await TestStream(service.method("StreamCodes"), request: request).all(StreamCodesResponse.self)
    }

    @Test("An export whose reader takes nothing ends")
    func stalled() async throws {
        let service = try await ServiceUnderTest(exportStallTimeMax: .milliseconds(20))
        let stream = try TestStream(
            service.method("StreamCodes"), unsentByteCountMax: 1, request: StreamCodesRequest())
        stream.isReading.withLock { $0 = false }
        await stream.handlerEnded()
        #expect(await stream.end()?.code == .unavailable)
    }

    @Test("All codes of a day come once, ordered by system and code")
    func order() async throws {
        let service = try await filled()
        let codes = try await export(service, StreamCodesRequest(days: .on(Self.day2024)))
        #expect(codes.count == 2 + 1200 + 2)
        #expect(codes.map(\.code.key) == codes.map(\.code.key).sorted())
        #expect(Set(codes.map(\.code.key)).count == codes.count)
        #expect(codes.last?.code.longDescriptor == "old")
    }

    @Test("Filters choose systems, kinds, prefixes and periods")
    func filters() async throws {
        let service = try await filled()
        var request = StreamCodesRequest(systems: [.icd10PCS], days: .on(Self.day2024), kinds: [.header])
        #expect(try await export(service, request).map(\.code.key) == [Self.pcs("0AB")])
        request = StreamCodesRequest(systems: [.icd10PCS, .hcpcs], days: .on(Self.day2024), codePrefix: "0ab.11")
        #expect(try await export(service, request).count == 100)
        request = StreamCodesRequest(days: .all, codePrefix: "0x")
        let periods = try await export(service, request)
        #expect(periods.map(\.code.longDescriptor) == ["old", "new"])
        #expect(periods.map(\.status) == [.terminated, .terminated])
        request = StreamCodesRequest(systems: [.hcpcs])
        #expect(try await export(service, request).isEmpty)
    }

    @Test("From any of its tokens a stream goes on behind the code that carried it, in both ways to ask for days")
    func resume() async throws {
        let service = try await filled()
        for days in [StreamCodesRequest.Days.on(Self.day2024), .all] {
            let whole = try await export(service, StreamCodesRequest(days: days))
            for index in [0, 1, 2, 500, 501, 502, whole.count - 2, whole.count - 1] {
                let rest = try await export(
                    service, StreamCodesRequest(days: days, resumeToken: whole[index].resumeToken))
                #expect(rest == Array(whole[(index + 1)...]), "behind \(index)")
            }
        }
    }

    @Test("A token of another revision is ABORTED, one of other arguments or none at all INVALID_ARGUMENT")
    func wrongTokens() async throws {
        let service = try await filled()
        let token = try await export(service, StreamCodesRequest()).first?.resumeToken ?? ""
        for request in [
            StreamCodesRequest(view: .full, resumeToken: token), StreamCodesRequest(resumeToken: "nonsense"),
            StreamCodesRequest(resumeToken: String(token.dropLast(4))),
        ] {
            let error = await #expect(throws: RPCError.self) { try await export(service, request) }
            #expect(error?.code == .invalidArgument)
        }
        try await service.put(["22849": "Other words"])
        let error = await #expect(throws: RPCError.self) {
            try await export(service, StreamCodesRequest(resumeToken: token))
        }
        #expect(error?.code == .aborted)
        #expect(error?.statusDetails?.reason == "CATALOG_CHANGED")
    }

    @Test("A stream is of one revision, whatever is written meanwhile")
    func snapshot() async throws {
        let service = try await filled()
        let stream = try TestStream(service.method("StreamCodes"))
        try stream.send(StreamCodesRequest(days: .on(Self.day2024)))
        stream.finish()
        let first = try await stream.next(StreamCodesResponse.self)
        #expect(stream.metadata("medcodes-revision") == "2")
        try await service.write { writer throws(CatalogError) in
            try writer.declare(Release(label: "R1", effective: CalendarDate("2024-01-01") ?? .distant), of: .icd10PCS)
            try writer.list(Code(key: Self.pcs("0ZZ"), longDescriptor: "alone"))
        }
        let rest = try await stream.all(StreamCodesResponse.self)
        #expect(rest.count == 1203)
        #expect(first.code.key.system == .cpt)
    }

    @Test("At most 16 exports hold a snapshot at once, and one that is given up makes room")
    func limit() async throws {
        let service = try await filled()
        var streams: [TestStream] = []
        for _ in 0..<16 {
            let stream = try TestStream(service.method("StreamCodes"), unsentByteCountMax: 1)
            stream.isReading.withLock { $0 = false }
            try stream.send(StreamCodesRequest())
            stream.finish()
            _ = try await stream.next(StreamCodesResponse.self)
            streams.append(stream)
        }
        let error = await #expect(throws: RPCError.self) { try await export(service, StreamCodesRequest()) }
        #expect(error?.code == .resourceExhausted)
        streams[0].cancel()
        await streams[0].handlerEnded()
        #expect(try await export(service, StreamCodesRequest()).isEmpty == false)
        for stream in streams { stream.cancel() }
    }
}

extension CalendarDate {
    fileprivate static let distant = CalendarDate(dayNumber: 0)!
}
