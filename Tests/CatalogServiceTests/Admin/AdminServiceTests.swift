import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import Foundation
import RPCCore
import RPCServices
import TestSupport
import Testing
import WireMessages

@Suite("CodeCatalogAdminService", .timeLimit(.minutes(1)))
struct AdminServiceTests {
    private static let key = CodeKey(system: .hcpcs, canonical: "Q9999")

    @Test("A put code is what readers get, from the moment the call returns")
    func put() async throws {
        let service = try await ServiceUnderTest()
        for number in 0..<20 {
            let code = Code(key: Self.key, longDescriptor: "Wording \(number)", descriptorOrigin: .ownWording)
            let reply = try await service.admin("PutCode", PutCodeRequest(code: code), PutCodeResponse.self)
            #expect(reply == PutCodeResponse(code: code, revision: Revision(rawValue: Int64(number + 2))))
            let read = try await service.call("GetCode", GetCodeRequest(key: Self.key).withMessage { $0.bytes() }).get()
            #expect(try read.reply.frame.withMessage { try Code(message: $0) } == code)
        }
    }

    @Test("A code that was read and is put back keeps the similar codes that were written, and no computed ones")
    func putBack() async throws {
        let service = try await ServiceUnderTest()
        let other = CodeKey(system: .cpt, canonical: "22849")
        var code = Code(key: Self.key, longDescriptor: "Wording")
        code.similarCodes = SimilarityReason.allCases.map { SimilarCode(key: other, reason: $0, score: 1) }
        let put = try await service.admin("PutCode", PutCodeRequest(code: code), PutCodeResponse.self)
        #expect(put.code.similarCodes.map(\.reason) == [.curated])
        // What names no reason was written by hand.
        let similar = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849"))
        let key = Wire.field(1, Wire.field(1, 2) + Wire.field(2, "Q9999"))
        let unnamed = Wire.field(1, key + Wire.field(3, "Wording") + Wire.field(18, similar))
        let read = try unnamed.withUnsafeBytes { try PutCodeRequest(message: $0) }
        #expect(read.code.similarCodes.map(\.reason) == [.curated])
    }

    @Test("A code that changed meanwhile is left as it is, and the caller told")
    func expectedRevision() async throws {
        let service = try await ServiceUnderTest()
        let code = Code(key: Self.key, longDescriptor: "First")
        let first = try await service.admin("PutCode", PutCodeRequest(code: code), PutCodeResponse.self).revision
        let second = Code(key: Self.key, longDescriptor: "Second")
        _ = try await service.admin(
            "PutCode", PutCodeRequest(code: second, expectedRevision: first), PutCodeResponse.self)
        for request in [PutCodeRequest(code: code, expectedRevision: first)] {
            let error = await #expect(throws: RPCError.self) {
                try await service.admin("PutCode", request, PutCodeResponse.self)
            }
            #expect(error?.code == .aborted)
            #expect(error?.statusDetails?.reason == "CATALOG_CHANGED")
        }
        let future = Revision(rawValue: 99)
        let error = await #expect(throws: RPCError.self) {
            try await service.admin(
                "DeleteCode", DeleteCodeRequest(key: Self.key, expectedRevision: future), DeleteCodeResponse.self)
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test("A deleted code is gone, and cannot be deleted again")
    func delete() async throws {
        let service = try await ServiceUnderTest()
        let request = DeleteCodeRequest(key: CodeKey(system: .cpt, canonical: "22849"))
        #expect(try await service.admin("DeleteCode", request, DeleteCodeResponse.self).revision.rawValue == 2)
        let read = await service.call("GetCode", service.getCode("22849"))
        #expect(read.error?.statusDetails?.reason == "UNKNOWN_CODE")
        let error = await #expect(throws: RPCError.self) {
            try await service.admin("DeleteCode", request, DeleteCodeResponse.self)
        }
        #expect(error?.code == .notFound)
        #expect(error?.statusDetails?.reason == "UNKNOWN_CODE")
    }

    @Test("An import is one transaction, made once everything has come; its files are gone afterwards")
    func importFiles() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.adminMethod("ImportCodes"))
        try stream.send(ImportCodesRequest.settings(Self.orderSettings))
        try stream.send(ImportCodesRequest.file(ImportFile(name: "order.txt")))
        let bytes = Array(Self.orderFile.utf8)
        try stream.send(ImportCodesRequest.chunk(Array(bytes[..<100])))
        try stream.send(ImportCodesRequest.chunk(Array(bytes[100...])))
        #expect(try await service.revision() == 1)
        stream.finish()
        let reply = try await stream.next(ImportCodesResponse.self)
        #expect(reply.isCommitted && reply.revision.rawValue == 2)
        #expect(reply.rowsRead == 2 && reply.added == 2)
        #expect(await stream.end() == nil)
        #expect(try service.uploads().isEmpty)
    }

    @Test("A dry run changes nothing, and an import that is cut off neither")
    func nothingChanges() async throws {
        let service = try await ServiceUnderTest()
        var settings = Self.orderSettings
        settings.isDryRun = true
        let rehearsal = try TestStream(service.adminMethod("ImportCodes"))
        let cut = try TestStream(service.adminMethod("ImportCodes"))
        for (stream, settings) in [(rehearsal, settings), (cut, Self.orderSettings)] {
            try stream.send(ImportCodesRequest.settings(settings))
            try stream.send(ImportCodesRequest.file(ImportFile(name: "order.txt")))
            try stream.send(ImportCodesRequest.chunk(Array(Self.orderFile.utf8)))
        }
        rehearsal.finish()
        let reply = try await rehearsal.next(ImportCodesResponse.self)
        #expect(!reply.isCommitted && reply.added == 2 && reply.revision.rawValue == 1)
        cut.cancel()
        await cut.handlerEnded()
        await rehearsal.handlerEnded()
        #expect(try await service.revision() == 1)
        #expect(try service.uploads().isEmpty)
    }

    @Test("Files with malformed rows are refused with the rows, and without the server's folders")
    func rejected() async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.adminMethod("ImportCodes"))
        try stream.send(ImportCodesRequest.settings(Self.orderSettings))
        try stream.send(ImportCodesRequest.file(ImportFile(name: "order.txt")))
        try stream.send(ImportCodesRequest.chunk(Array(Self.orderFile.utf8) + Array("00003 nonsense\n".utf8)))
        stream.finish()
        let error = await stream.end()
        #expect(error?.code == .failedPrecondition)
        #expect(error?.statusDetails?.reason == "IMPORT_REJECTED")
        #expect(error?.message.hasPrefix("[file 1]:3") == true)
        guard case .badRequest(let violations) = error?.statusDetails?.attachment else {
            Issue.record("no rows are named")
            return
        }
        #expect(violations.count == 1 && violations[0].field.hasPrefix("[file 1]:3"))
        #expect(error?.message.contains("/tmp") == false)
        #expect(try await service.revision() == 1)
    }

    @Test(
        "Parts that cannot come now, or names that lead elsewhere, are refused",
        arguments: [
            [.chunk([1])], [.file(ImportFile(name: "a"))], [.settings(orderSettings), .chunk([1])],
            [.settings(orderSettings), .settings(orderSettings)], [.settings(orderSettings)], [],
            [.settings(orderSettings), .file(ImportFile(name: "../a"))],
            [.settings(orderSettings), .file(ImportFile(name: ".."))],
            [.settings(orderSettings), .file(ImportFile(name: ""))],
            [.settings(orderSettings), .file(ImportFile(name: "a")), .file(ImportFile(name: "a"))],
            [.settings(ImportSettings(format: "unknown")), .file(ImportFile(name: "a"))],
            [.settings(ImportSettings(format: "pages")), .file(ImportFile(name: "index", isPageIndex: true))],
        ] as [[ImportCodesRequest]])
    func wrongParts(parts: [ImportCodesRequest]) async throws {
        let service = try await ServiceUnderTest()
        let stream = try TestStream(service.adminMethod("ImportCodes"))
        for part in parts { try stream.send(part) }
        stream.finish()
        let error = await stream.end()
        #expect(error?.code == .invalidArgument)
        await stream.handlerEnded()
        #expect(try service.uploads().isEmpty)
    }

    @Test("Pages come with their index, which reaches no file but theirs")
    func pages() async throws {
        let service = try await ServiceUnderTest()
        let page = "Moving a Synthetic Part\n\nSummary\n\nThe part is moved.\n"
        for (index, code) in [
            ("a.txt\tcpt\t00T01\n", nil), ("/etc/hostname\tcpt\t00T02\n", StatusCode.failedPrecondition),
        ] {
            let stream = try TestStream(service.adminMethod("ImportCodes"))
            try stream.send(ImportCodesRequest.settings(ImportSettings(format: "pages")))
            try stream.send(ImportCodesRequest.file(ImportFile(name: "index.tsv", isPageIndex: true)))
            try stream.send(ImportCodesRequest.chunk(Array(index.utf8)))
            try stream.send(ImportCodesRequest.file(ImportFile(name: "a.txt")))
            try stream.send(ImportCodesRequest.chunk(Array(page.utf8)))
            stream.finish()
            #expect(await stream.end()?.code == code)
        }
    }

    private static let orderSettings = ImportSettings(
        format: "icd10-pcs-order", release: "FY2025", effective: CalendarDate("2024-10-01"))
    private static let orderFile = [("00001", "001", "0", "Bypass"), ("00002", "0016070", "1", "Bypass, Open")]
        .map { number, code, flag, text in
            "\(number) \(code.padded(to: 7)) \(flag) \(text.padded(to: 60)) \(text), in full\n"
        }.joined()
}

extension String {
    fileprivate func padded(to count: Int) -> String { self + String(repeating: " ", count: count - self.count) }
}
