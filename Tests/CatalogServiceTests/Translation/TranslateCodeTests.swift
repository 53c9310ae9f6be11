import CatalogMessages
import CatalogModel
import CatalogStore
import RPCCore
import Testing
import WireMessages

@Suite("TranslateCode")
struct TranslateCodeTests {
    @Test("Counterparts come by scenario, choice list and code, with descriptor and source")
    func matches() async throws {
        let service = try await Self.service()
        let alone = try await service.translate(icd9("0001"))
        #expect(alone.result && alone.message.isEmpty)
        #expect(alone.matches.map(\.key) == [pcs("6A750Z4"), pcs("6A751Z4")])
        #expect(alone.matches.map(\.relation) == [.relatedTo, .equivalent])
        #expect(alone.matches.map(\.display) == ["Ultrasound Therapy of Head", ""])
        #expect(alone.matches[0].source.format == "gems" && alone.matches[0].source.file == "gems.txt")
        let combined = try await service.translate(icd9("0002")).matches
        #expect(combined.map { [$0.scenario, $0.choiceList] } == [[1, 1], [1, 2], [1, 2], [2, 1]])
        #expect(combined.map(\.key.code) == ["02703D6", "02703DZ", "3E07317", "027034Z"])
    }

    @Test("No counterpart is an answer that says why")
    func noCounterpart() async throws {
        let service = try await Self.service()
        for (key, target, message) in [
            (icd9("0009"), CodeSystem.icd10PCS, "is said to have no counterpart"),
            (icd9("0010"), .icd10PCS, "does not have"),
            (icd9("0001"), .icd10CM, "no crosswalk from ICD-9-CM procedures to ICD-10-CM is loaded"),
            // Only the way there is loaded, so there is none back.
            (pcs("6A750Z4"), .icd9PCS, "no crosswalk from ICD-10-PCS to ICD-9-CM procedures is loaded"),
        ] {
            let translation = try await service.translate(key, to: target)
            #expect(!translation.result && translation.matches.isEmpty)
            #expect(translation.message.contains(message), "\(translation.message)")
        }
    }

    @Test("A code said not to be related is told, and is no counterpart")
    func notRelated() async throws {
        let service = try await Self.service()
        let translation = try await service.translate(icd9("0011"))
        #expect(!translation.result && translation.matches.map(\.relation) == [.notRelatedTo])
        #expect(translation.message == "ICD-9-CM procedures 00.11 is said to have no counterpart in ICD-10-PCS")
    }

    @Test("A crosswalk holds on its days only")
    func days() async throws {
        let service = try await Self.service()
        for (date, isThere) in [
            ("2017-09-30", false), ("2017-10-01", true), ("2018-09-30", true), ("2018-10-01", false),
        ] {
            let translation = try await service.translate(icd9("0012"), on: date)
            #expect(translation.result == isThere, "on \(date)")
            #expect(translation.message.contains("does not have") != isThere)
        }
    }

    @Test("A descriptor is the day's, else the one the code had")
    func descriptors() async throws {
        let service = try await Self.service()
        for (date, display) in [
            ("2020-01-01", "Ultrasound Therapy of Head"), ("2026-01-01", "Ultrasound Therapy of Head"),
            ("2015-01-01", "Ultrasound Therapy of Head"),
        ] {
            #expect(try await service.translate(icd9("0001"), on: date).matches[0].display == display, "on \(date)")
        }
    }

    @Test(
        "A target that is missing, unknown or contradictory is refused by name",
        arguments: [
            ([], "target_system"), ([0x10, 0x09], "target_system"),
            ([0x10, 0x03] + [0x1A, 0x05] + Array("urn:x".utf8), "target_system_uri"),
        ] as [([UInt8], String)])
    func refusals(target: [UInt8], field: String) async throws {
        let service = try await Self.service()
        let key: [UInt8] = [0x0A, 0x08, 0x08, 0x05, 0x12, 0x04] + Array("0001".utf8)
        let error = await service.call("TranslateCode", key + target)
        guard case .failure(let error) = error else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .invalidArgument && error.message.hasPrefix("\(field): "))
    }

    /// ICD-9-CM procedures, of which no code is loaded, to ICD-10-PCS, of which one is.
    private static func service() async throws -> ServiceUnderTest {
        let service = try await ServiceUnderTest()
        try await service.load("2019", "2019-01-01", of: .icd10PCS, ["6A750Z4": "Ultrasound Therapy of Head"])
        try await service.load("2025", "2025-01-01", of: .icd10PCS, ["6A750ZZ": "Ultrasound Therapy"])
        let year = ValidityPeriod(effective: CalendarDate("2017-10-01"), terminated: CalendarDate("2018-10-01"))
        try await service.load(
            "gems",
            [
                entry("0001", "6A751Z4", .equivalent), entry("0001", "6A750Z4"),
                entry("0002", "3E07317", scenario: 1, 2), entry("0002", "02703DZ", scenario: 1, 2),
                entry("0002", "02703D6", scenario: 1, 1), entry("0002", "027034Z", scenario: 2, 1),
                entry("0009", nil, .notRelatedTo), entry("0011", "6A750Z4", .notRelatedTo),
                entry("0012", "6A750Z4", period: year),
            ])
        return service
    }

    private static func entry(
        _ source: String, _ target: String?, _ relation: CrosswalkEntry.Relation = .relatedTo, scenario: Int = 0,
        _ choiceList: Int = 0, period: ValidityPeriod = .always
    ) -> CrosswalkEntry {
        CrosswalkEntry(
            source: icd9(source), targetSystem: .icd10PCS, target: target.map { pcs($0) }, relation: relation,
            isCombination: scenario > 0, scenario: scenario, choiceList: choiceList, period: period)
    }
}

extension ServiceUnderTest {
    fileprivate func translate(
        _ key: CodeKey, to target: CodeSystem = .icd10PCS, on date: String = "2020-01-01"
    ) async throws -> CodeTranslation {
        try await ask("TranslateCode", TranslateCodeRequest(key: key, target: target, asOf: CalendarDate(date)))
    }
}
