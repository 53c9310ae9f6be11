import CatalogMessages
import CatalogModel
import TestSupport
import Testing
import WireMessages

@Suite("Round trips between domain values and messages")
struct RoundTripTests {
    @Test("A code comes back as it was, fact for fact", arguments: 0..<500 as Range<UInt64>)
    func code(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        try expectRoundTrip(random.code())
    }

    @Test("Answers come back as they were", arguments: 0..<200 as Range<UInt64>)
    func answers(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        try expectRoundTrip(random.answer())
        try expectRoundTrip(BatchGetCodesResponse(answers: random.list { $0.answer() }))
    }

    @Test("What the catalog holds comes back as it was", arguments: 0..<100 as Range<UInt64>)
    func summary(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        try expectRoundTrip(random.summary())
    }

    @Test("Requests come back as they were", arguments: 0..<200 as Range<UInt64>)
    func requests(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        let view = random.element(CodeView.allCases)
        try expectRoundTrip(GetCodeRequest(key: random.key(), asOf: random.maybe { $0.day() }, view: view))
        try expectRoundTrip(
            BatchGetCodesRequest(keys: random.list { $0.key() }, asOf: random.maybe { $0.day() }, view: view))
        try expectRoundTrip(GetCatalogRequest())
    }

    @Test("Pages of policies, and what asks for them, come back as they were", arguments: 0..<100 as Range<UInt64>)
    func policies(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        try expectRoundTrip(
            ListPoliciesRequest(
                key: random.key(), asOf: random.maybe { $0.day() }, payer: random.text(), jurisdiction: random.text(),
                pageSize: random.number(0...Int(Int32.max)), pageToken: random.text()))
        try expectRoundTrip(
            ListPoliciesResponse(
                page: ListPage(
                    random.list { $0.policy() }, nextPageToken: random.text(), totalCount: random.number(0...Int.max))))
    }

    @Test("Searches, and what answers them, come back as they were", arguments: 0..<200 as Range<UInt64>)
    func searches(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        try expectRoundTrip(random.searchRequest())
        try expectRoundTrip(
            SearchAnswer(
                page: ListPage(
                    random.list { $0.searchHit() }, nextPageToken: random.text(), totalCount: random.number(0...Int.max)
                ), facets: random.list { $0.facet() }, correctedQuery: random.text(),
                readings: random.list { random in
                    QueryReading(
                        typed: random.text(), readAs: random.list { $0.text() },
                        reason: random.element(ReadingReason.allCases))
                }))
        try expectRoundTrip(
            SuggestCodesRequest(
                prefix: random.typedText(), systems: random.list { $0.key().system }.numberedFirst,
                asOf: random.maybe { $0.day() }, limit: random.number(0...Int(Int32.max))))
        try expectRoundTrip(
            Suggestions(
                hits: random.list { $0.searchHit() }, totalCount: random.number(0...Int.max),
                correctedPrefix: random.text()))
    }

    @Test("Pages of similar codes and of children come back as they were", arguments: 0..<100 as Range<UInt64>)
    func lists(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        let (day, size, token) = (random.maybe { $0.day() }, random.number(0...Int(Int32.max)), random.text())
        let reasons = SimilarityReason.allCases.filter { _ in random.bool() }
        try expectRoundTrip(
            ListSimilarCodesRequest(key: random.key(), asOf: day, reasons: reasons, pageSize: size, pageToken: token))
        try expectRoundTrip(
            ListSimilarCodesResponse(
                page: ListPage(random.list { $0.similarCode() }, nextPageToken: token, totalCount: size)))
        try expectRoundTrip(ListChildCodesRequest(of: random.place(), asOf: day, pageSize: size, pageToken: token))
        try expectRoundTrip(
            ListChildCodesRequest(topOf: random.key().system, asOf: day, pageSize: size, pageToken: token))
        try expectRoundTrip(
            ListChildCodesResponse(
                page: ListPage(random.list { $0.childCode() }, nextPageToken: token, totalCount: size)))
    }

    @Test("Subsumptions and translations come back as they were", arguments: 0..<100 as Range<UInt64>)
    func relations(seed: UInt64) throws {
        var random = RandomCatalog(seed: seed)
        let first = random.place()
        let second = CodeKey(system: first.system, canonical: random.key().code)
        try expectRoundTrip(TestSubsumptionRequest(first, second, asOf: random.maybe { $0.day() }))
        try expectRoundTrip(random.element(SubsumptionOutcome.allCases))
        try expectRoundTrip(
            TranslateCodeRequest(key: random.key(), target: random.key().system, asOf: random.maybe { $0.day() }))
        try expectRoundTrip(random.translation())
    }

    @Test("A newer server's enum values read as what claims least")
    func unknownEnumValues() throws {
        let key = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849"))
        let facts = Wire.field(2, Wire.field(2, [99, 1]) + Wire.field(3, [99, 5]))
        let procedure = Wire.field(17, Wire.field(1, Wire.field(1, 99)) + facts)
        let bytes = key + Wire.field(2, 99) + Wire.field(7, 99) + procedure + Wire.field(18, key + Wire.field(3, 99))
        let code = try Code(bytes)
        #expect(code.kind == .header)
        #expect(code.descriptorOrigin == .ownWording)
        #expect(code.procedure?.sections.map(\.kind) == [.other])
        #expect(code.procedure?.facts.anesthesia == [.general])
        #expect(code.procedure?.facts.settings == [.office])
        #expect(code.similarCodes.map(\.reason) == [.sharedText])
    }

    @Test(
        "A reply that cannot be right is refused, with the field named",
        arguments: [
            ([], "key: the key is missing; set its system and code"),
            (
                key + Wire.field(10, Wire.field(1, 2023) + Wire.field(2, 2) + Wire.field(3, 29)),
                "effective: there is no such day; give year 1 to 9999, month and day"
            ),
            (key + Wire.field(12, Wire.field(1, "FY2025")), "release.effective: a release has an effective date"),
            (
                key + Wire.field(17, Wire.field(2, Wire.field(1, Wire.field(1, 5) + Wire.field(2, 4)))),
                "procedure.facts.duration: the smallest value is negative or above the largest"
            ),
            (
                key + Wire.field(16, Wire.field(1, 1) + Wire.field(2, "1")) + Wire.field(16, Wire.field(2, "1")),
                "successors[1].system: the code system is missing; set `system` or `system_uri`"
            ),
        ] as [([UInt8], String)])
    func unreadable(bytes: [UInt8], description: String) {
        #expect { try Code(bytes) } throws: { "\($0)" == description }
    }

    @Test("A result without an outcome, or with a reason of the future, is refused")
    func unreadableResult() {
        #expect { try CodeAnswer(Self.key) } throws: { "\($0)" == "the result holds neither a code nor an absence" }
        #expect { try CodeAnswer(Self.key + Wire.field(3, Wire.field(1, 99))) } throws: {
            "\($0)" == "absence.reason: this version does not know the reason; update the client"
        }
    }

    private static let key = Wire.field(1, Wire.field(1, 1) + Wire.field(2, "22849"))
}

/// Expects that a value comes back as it was, and is written in one way.
func expectRoundTrip<Value: CatalogMessage & Equatable>(_ value: Value) throws {
    let arena = MessageArena()
    let bytes = value.withMessage(arena: arena) { $0.bytes() }
    #expect(try Value(bytes) == value)
    #expect(value.withMessage(arena: arena) { $0.bytes() } == bytes)
}

extension CatalogMessage {
    /// Reads the message.
    init(_ bytes: [UInt8]) throws { self = try bytes.withUnsafeBytes { try Self(message: $0) } }

    /// The message's bytes.
    var bytes: [UInt8] { withMessage { $0.bytes() } }
}
