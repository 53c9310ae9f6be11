import CatalogMessages
import CatalogModel
import CatalogService
import RPCCore
import RPCServices
import Synchronization
import Testing
import WireMessages

@Suite("LookupCodes", .timeLimit(.minutes(1)))
struct LookupCodesTests {
    @Test("Answers come in the order of the requests, each with its index, absent codes too")
    func order() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.method("LookupCodes"))
        let codes = ["22849", "99999", "27447"]
        let indexes = [Int64.max, 0, -1, 7, 7, 300]
        for round in 0..<200 {
            let index = indexes[round % indexes.count]
            try stream.send(LookupCodesRequest(index: index, key: cpt(codes[round % codes.count])))
        }
        stream.finish()
        let answers = try await stream.all(LookupCodesResponse.self)
        #expect(answers.map(\.index) == (0..<200).map { indexes[$0 % indexes.count] })
        #expect(answers.map(\.answer.key) == (0..<200).map { cpt(codes[$0 % codes.count]) })
        guard case .found(let code) = answers[3].answer, case .absent(let absence) = answers[1].answer else {
            Issue.record("a code is missing, or one is there that does not exist")
            return
        }
        #expect(code.longDescriptor == "Code 22849")
        #expect(absence.reason == .unknownCode)
    }

    @Test("Every lookup has a day and a view of its own, and any system")
    func mixed() async throws {
        let service = try await ServiceUnderTest()
        let loinc = try CodeKey(system: .other(uri: "http://loinc.org"), code: "2345-7")
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        let stream = try TestStream(service.method("LookupCodes"))
        try stream.send(LookupCodesRequest(index: 1, key: cpt("22849"), asOf: day, view: .full))
        try stream.send(LookupCodesRequest(index: 2, key: loinc))
        try stream.send(LookupCodesRequest(index: 3, key: cpt("22849")))
        stream.finish()
        let answers = try await stream.all(LookupCodesResponse.self)
        #expect(answers.map(\.index) == [1, 2, 3])
        #expect(answers.map(\.answer.key) == [cpt("22849"), loinc, cpt("22849")])
        guard case .absent(let absence) = answers[1].answer else {
            Issue.record("LOINC is loaded")
            return
        }
        #expect(absence.reason == .codeSystemNotLoaded)
    }

    @Test("A malformed request ends the stream, behind the answers to those before it")
    func malformed() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.method("LookupCodes"))
        try stream.send(LookupCodesRequest(index: 1, key: cpt("22849")))
        try stream.send([0x08, 0x02])
        try stream.send(LookupCodesRequest(index: 3, key: cpt("22849")))
        #expect(try await stream.next(LookupCodesResponse.self).index == 1)
        let error = await stream.end()
        #expect(error?.code == .invalidArgument)
        #expect(error?.statusDetails?.reason == "INVALID_ARGUMENT")
        guard case .badRequest(let violations) = error?.statusDetails?.attachment else {
            Issue.record("no BadRequest")
            return
        }
        #expect(violations.map(\.field) == ["key"])
    }

    @Test("A stream of nothing ends with OK")
    func empty() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.method("LookupCodes"))
        stream.finish()
        #expect(await stream.end() == nil)
        // Its store goes with it.
        withExtendedLifetime(service) {}
    }

    @Test("The second stream is answered from the cache; after a write, no answer is from before it")
    func caching() async throws {
        let service = try await ServiceUnderTest()
        for outcome in ["miss", "hit"] {
            let stream = try TestStream(
                service.method("LookupCodes"), request: LookupCodesRequest(index: 0, key: cpt("22849")))
            _ = try await stream.next(LookupCodesResponse.self)
            #expect(stream.metadata("medcodes-cache") == outcome)
            #expect(stream.metadata("medcodes-revision") == "1")
        }
        let stream = try TestStream(service.method("LookupCodes"))
        for number in 0..<20 {
            try await service.put(["22849": "Wording \(number)"])
            try stream.send(LookupCodesRequest(index: Int64(number), key: cpt("22849")))
            guard case .found(let code) = try await stream.next(LookupCodesResponse.self).answer else {
                Issue.record("the code is gone")
                return
            }
            #expect(code.longDescriptor == "Wording \(number)")
        }
    }

    @Test("A caller that does not read keeps the handler from taking more")
    func backPressure() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.method("LookupCodes"), unsentByteCountMax: 1)
        stream.isReading.withLock { $0 = false }
        for number in 0..<1_000 { try stream.send(LookupCodesRequest(index: Int64(number), key: cpt("22849"))) }
        // The first piece is handed over; the second waits for the connection, and the rest unread.
        #expect(try await stream.next(LookupCodesResponse.self).index == 0)
        stream.cancel()
        await stream.handlerEnded()
    }

    private func cpt(_ code: String) -> CodeKey { CodeKey(system: .cpt, canonical: code) }
}
