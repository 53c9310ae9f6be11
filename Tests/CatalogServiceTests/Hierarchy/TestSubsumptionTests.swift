import CatalogMessages
import CatalogModel
import RPCCore
import Testing

@Suite("TestSubsumption")
struct TestSubsumptionTests {
    private static let day = CalendarDate("2025-03-14")

    @Test("A place subsumes whatever stands below it, and nothing else")
    func relations() async throws {
        let service = try await HierarchyFixture.service()
        let above: [(CodeKey, CodeKey)] = [
            (pcs("0"), pcs("0SG")), (pcs("0SG"), pcs("0SG0070")), (pcs("0SG0"), pcs("0SG0070")),
            (pcs("0S"), pcs("0SG007")), (cm("E10"), cm("E1010")), (cm("E101"), cm("E1010")),
            (cm("E08-E13"), cm("E10")), (cm("E08-E13"), cm("E1010")), (cm("4"), cm("E109")), (cm("4"), cm("E08-E13")),
            (cm("S0000"), cm("S0000XA")),
        ]
        for (upper, lower) in above {
            #expect(try await service.relation(upper, lower, on: Self.day) == .subsumes, "\(upper) over \(lower)")
            #expect(try await service.relation(lower, upper, on: Self.day) == .subsumedBy, "\(lower) under \(upper)")
        }
        let apart: [(CodeKey, CodeKey)] = [
            (pcs("0SG0"), pcs("0SG1070")), (cm("E10"), cm("E119")), (cm("4"), cm("I10")), (cm("4"), cm("19")),
            (cm("E08-E13"), cm("S00")), (cpt("22849"), cpt("27447")),
        ]
        for (a, b) in apart { #expect(try await service.relation(a, b, on: Self.day) == .notSubsumed, "\(a), \(b)") }
        for key in [pcs("0S"), pcs("0SG0070"), cm("4"), cpt("22849")] {
            #expect(try await service.relation(key, key, on: Self.day) == .equivalent)
        }
    }

    @Test("Either code that is not there on the day ends the call; so do two systems")
    func refusals() async throws {
        let service = try await HierarchyFixture.service()
        let winter = CalendarDate("2025-10-01")
        for request in [
            TestSubsumptionRequest(pcs("0SG"), pcs("0SG0071"), asOf: winter),
            TestSubsumptionRequest(pcs("0SG0071"), pcs("0SG0071"), asOf: winter),
        ] {
            let refusal = await service.refusal("TestSubsumption", request)
            #expect(refusal?.code == .notFound && refusal?.reason == "TERMINATED")
        }
        let refusal = await service.refusal("TestSubsumption", TestSubsumptionRequest(pcs("0SG"), cm("E10")))
        #expect(refusal?.code == .invalidArgument && refusal?.reason == "INVALID_ARGUMENT")
    }
}
