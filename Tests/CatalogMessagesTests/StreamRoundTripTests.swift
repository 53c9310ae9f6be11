import CatalogMessages
import CatalogModel
import TestSupport
import Testing
import WireMessages

@Suite("Round trips of streams and writes")
struct StreamRoundTripTests {
    @Test("What streams ask and answer comes back as it was", arguments: 0..<200 as Range<UInt64>)
    func streams(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        let view = random.element(CodeView.allCases)
        let index = Int64(truncatingIfNeeded: random.number(.min ... .max))
        try expectRoundTrip(
            LookupCodesRequest(index: index, key: random.key(), asOf: random.maybe { $0.day() }, view: view))
        try expectRoundTrip(LookupCodesResponse(index: index, answer: random.answer()))
        try expectRoundTrip(
            StreamCodesRequest(
                systems: [.cpt, .other(uri: "http://loinc.org")],
                days: random.element([.all, .on(random.day()), .on(nil)]),
                kinds: random.element([[], [.header, .modifier]]), codePrefix: "E11.", view: view, resumeToken: "abc"))
        try expectRoundTrip(
            StreamCodesResponse(code: random.code(), status: random.element(CodeStatus.allCases), resumeToken: "abc"))
        try expectRoundTrip(WatchCatalogRequest(revision: Revision(rawValue: 7), systems: [.icd10CM]))
        let change = CodeChange(random.element(CodeChange.Kind.allCases), of: random.key())
        try expectRoundTrip(
            CatalogRevision(
                revision: Revision(rawValue: 8), committedAt: 9, changes: [change], changedSystems: [.cpt],
                renewedSystems: [.other(uri: "http://loinc.org")]))
    }

    @Test("The quick way to read a lookup agrees with the slow one, and the quick answer with the slow one")
    func quickLookups() throws {
        let today = try #require(CalendarDate("2024-02-29"))
        for seed in 0..<300 as Range<UInt64> {
            var random = RandomCatalog(seed: seed)
            let request = LookupCodesRequest(
                index: Int64(truncatingIfNeeded: random.number(.min ... .max)), key: random.key(),
                asOf: random.maybe { $0.day() }, view: random.element(CodeView.allCases))
            let quick = request.bytes.withUnsafeBytes { CodeQuestion.reading(lookupCodesRequest: $0, today: today) }
            let slow = CodeQuestion(key: request.key, asOf: request.asOf ?? today, view: request.view)
            #expect(quick?.question == slow)
            if let quick { #expect(quick.index == request.index) }
            let code = random.code()
            let expected = LookupCodesResponse(index: request.index, answer: .found(code)).bytes
            let written = code.bytes.withUnsafeBytes { message in
                let byteCount =
                    BatchReplyWriter.byteCount(lookupIndex: request.index) + BatchReplyWriter.byteCount(code: message)
                var bytes = [UInt8](repeating: 0, count: byteCount)
                bytes.withUnsafeMutableBytes { buffer in
                    var writer = BatchReplyWriter(buffer, lookupIndex: request.index)
                    writer.write(code: message)
                }
                return bytes
            }
            #expect(written == expected)
        }
    }

    @Test("What writes ask and answer comes back as it was", arguments: 0..<100 as Range<UInt64>)
    func writes(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        var code = random.code()
        code.release = nil
        if code.longDescriptor.isEmpty { code.longDescriptor = "text" }
        code.period = ValidityPeriod(effective: random.maybe { $0.day() })
        let revision = random.maybe { _ in Revision(rawValue: 5) }
        try expectRoundTrip(PutCodeRequest(code: code, expectedRevision: revision))
        try expectRoundTrip(PutCodeResponse(code: code, revision: Revision(rawValue: 6)))
        try expectRoundTrip(DeleteCodeRequest(key: code.key, expectedRevision: revision))
        try expectRoundTrip(DeleteCodeResponse(revision: Revision(rawValue: 6)))
        try expectRoundTrip(
            ImportCodesRequest.settings(
                ImportSettings(
                    format: "pages", pageKey: random.maybe { $0.key() }, release: "R1",
                    effective: random.maybe { $0.day() },
                    isDryRun: true, rejectCountMax: 3)))
        try expectRoundTrip(ImportCodesRequest.file(ImportFile(name: "a.txt", isPageIndex: true)))
        try expectRoundTrip(ImportCodesRequest.chunk([0, 1, 255]))
        var reply = ImportCodesResponse(revision: Revision(rawValue: 6), isCommitted: true)
        (reply.rowsRead, reply.added, reply.changed, reply.unchanged) = (1, 2, 3, 4)
        (reply.terminated, reply.rejected, reply.unresolved) = (5, 6, 7)
        reply.rejects = [.init(location: .init(file: "a.txt", line: 3, column: 4), reason: "no")]
        try expectRoundTrip(reply)
    }
}
