import CAllocationCounter
import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import Foundation
import RPCCore
import RPCServices
import Testing
import WireMessages

@Suite("CodeCatalogService")
struct CodeCatalogServiceTests {
    @Test("The second answer comes from the cache, is the same frame, and allocates next to nothing")
    func hit() async throws {
        let service = try await ServiceUnderTest()
        let request = service.getCode("22849")
        let first = try await service.call("GetCode", request).get()
        #expect(first.outcome == "miss")
        let call = TestCall(service.method("GetCode"))
        let handler = try #require(service.method("GetCode").immediateHandler)
        var second = try service.reply(handler, request, call)
        for _ in 0..<10 { second = try service.reply(handler, request, call) }
        let before = allocation_counter_value()
        second = try service.reply(handler, request, call)
        let allocations = allocation_counter_value() - before
        #expect(second.frame === first.reply.frame)
        #expect(TestCall.outcome(of: second) == "hit")
        if allocation_counter_works() != 0 { #expect(allocations <= 2, "a debug build boxes the reply") }
    }

    @Test("A code that is not there ends with NOT_FOUND and its own reason, from the store and from the cache")
    func absence() async throws {
        let service = try await ServiceUnderTest()
        for expected in ["miss", "negative"] {
            let error = await service.call("GetCode", service.getCode("99999")).error
            #expect(error?.code == .notFound)
            #expect(error?.statusDetails?.reason == "UNKNOWN_CODE")
            #expect(error?.metadata.text(for: "medcodes-cache") == expected)
            #expect(error?.metadata.text(for: "medcodes-revision") == "1")
        }
    }

    @Test("A request that cannot be right names its field", arguments: [[], [0x0A, 0x00], [0x0A, 0x02, 0x08, 0x01]])
    func badRequest(bytes: [UInt8]) async throws {
        let service = try await ServiceUnderTest()
        let error = await service.call("GetCode", bytes).error
        #expect(error?.code == .invalidArgument)
        guard case .badRequest(let violations) = error?.statusDetails?.attachment else {
            Issue.record("no BadRequest")
            return
        }
        #expect(violations.count == 1 && !violations[0].field.isEmpty)
    }

    @Test("A batch answers in order, mixes held and missing keys, and tells both")
    func batch() async throws {
        let service = try await ServiceUnderTest()
        let one = try CodeKey(system: .cpt, code: "22849")
        let keys = [one, try CodeKey(system: .cpt, code: "99999"), try CodeKey(system: .cpt, code: "27447"), one]
        for outcome in ["miss", "hit"] {
            let request = BatchGetCodesRequest(keys: keys).withMessage { $0.bytes() }
            let (reply, told) = try await service.call("BatchGetCodes", request).get()
            let response = try reply.frame.withMessage { try BatchGetCodesResponse(message: $0) }
            #expect(response.answers.map(\.key) == keys)
            #expect(told == outcome)
            guard case .found(let code) = response.answers[0] else {
                Issue.record("the first code is missing")
                continue
            }
            #expect(code.longDescriptor == "Code 22849")
        }
    }

    @Test("Codes of systems the cache does not know are answered too")
    func otherSystem() async throws {
        let service = try await ServiceUnderTest()
        let key = try CodeKey(system: .other(uri: "http://loinc.org"), code: "2345-7")
        let error = await service.call("GetCode", GetCodeRequest(key: key).withMessage { $0.bytes() }).error
        #expect(error?.statusDetails?.reason == "CODE_SYSTEM_NOT_LOADED")
    }

    @Test("After the writer's call has returned, no caller gets the old value")
    func invalidation() async throws {
        let service = try await ServiceUnderTest()
        for round in 1...20 {
            try await service.put(["22849": "Wording \(round)"])
            let (reply, _) = try await service.call("GetCode", service.getCode("22849")).get()
            let code = try reply.frame.withMessage { try Code(message: $0) }
            #expect(code.longDescriptor == "Wording \(round)")
            _ = await service.call("GetCode", service.getCode("22849"))
        }
        #expect(await service.call("GetCode", service.getCode("30000")).error?.code == .notFound)
        try await service.put(["30000": "New"])
        #expect(await service.call("GetCode", service.getCode("30000")).error == nil)
    }

    @Test("The catalog's summary follows the revisions and says whose the descriptors are")
    func summary() async throws {
        let service = try await ServiceUnderTest()
        for (round, expected) in ["miss", "hit"].enumerated() {
            let (reply, told) = try await service.call("GetCatalog", []).get()
            let summary = try reply.frame.withMessage { try CatalogSummary(message: $0) }
            #expect(summary.revision.rawValue == 1 && told == expected, "round \(round)")
            #expect(summary.systems.first?.licenceNotice.contains("American Medical Association") == true)
        }
        try await service.put(["30000": "New"])
        let (reply, told) = try await service.call("GetCatalog", []).get()
        let summary = try reply.frame.withMessage { try CatalogSummary(message: $0) }
        #expect(summary.revision.rawValue == 2 && told == "miss")
    }

    @Test("A store that cannot be opened is UNAVAILABLE, with nothing about it in the error")
    func storeFails() async throws {
        let secret = "/secret/path"
        let service = CodeCatalogService(
            opening: Task { throw CatalogError(.corrupt, "\(secret) is damaged") })
        let method = try #require(service.methods.first { $0.name == "GetCode" })
        let request = GetCodeRequest(key: try CodeKey(system: .cpt, code: "22849")).withMessage { $0.bytes() }
        let error = await TestCall.run(method, request).error
        #expect(error?.code == .dataLoss || error?.code == .unavailable)
        #expect(error?.message.contains(secret) == false)
        #expect(error.map { String(decoding: $0.details, as: UTF8.self).contains(secret) } == false)
    }
}

extension Result where Success == (reply: UnaryReply, outcome: String?), Failure == RPCError {
    /// The error, if it is one.
    var error: RPCError? { if case .failure(let error) = self { error } else { nil } }
}

extension CodeAnswer {
    /// The key asked for.
    var key: CodeKey {
        switch self {
        case .found(let code): code.key
        case .absent(let absence): absence.key
        }
    }
}
