import CatalogMessages
import CatalogModel
import TestSupport
import Testing

/// The hierarchy against one that looks at every code of the day.
@Suite("The hierarchy and a slow model of it")
struct HierarchyModelTests {
    @Test(
        "Children and counts are those of the model", arguments: [CodeSystem.icd10CM, .icd10PCS], 0..<2 as Range<UInt64>
    )
    func model(system: CodeSystem, seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let service = try await ServiceUnderTest()
        let releases = (1...3).map { _ in Self.codes(of: system, &random) }
        for (year, codes) in zip(2021..., releases) {
            try await service.load("\(year)", "\(year)-01-01", of: system, codes)
        }
        for (year, codes) in zip(2021..., releases) {
            let model = Model(system: system, codes: codes)
            let day = CalendarDate("\(year)-06-30")
            var open = [""]
            while let place = open.popLast() {
                let children = try await service.children(system, place, on: day)
                #expect(children.map(\.key.code) == model.children(of: place), "below '\(place)' in \(year)")
                #expect(children.map(\.descendantCount) == children.map { model.count(below: $0.key.code) })
                open += children.map(\.key.code)
            }
        }
    }

    /// Some codes of a small alphabet, headers above many of them, and above some none.
    private static func codes(of system: CodeSystem, _ random: inout SplitMix64) -> [String: String] {
        var codes: [String: String] = [:]
        for _ in 0..<20 {
            let length = system == .icd10PCS ? 7 : Int.random(in: 3...7, using: &random)
            let code = String((0..<length).map { _ in "AB1".randomElement(using: &random) ?? "A" })
            for lead in [3, 4, 6] where lead < length && (lead == 3 || Bool.random(using: &random)) {
                codes["-" + code.prefix(lead)] = "Header"
            }
            codes[code] = "Code"
        }
        return codes.filter { !$0.key.hasPrefix("-") && codes["-" + $0.key] != nil ? false : true }
    }

    private struct Model {
        let system: CodeSystem
        let codes: [String: String]

        private var all: [String] { codes.keys.map { $0.replacing("-", with: "") } }

        private var places: Set<String> {
            guard system == .icd10PCS else { return Set(all) }
            return Set(all.flatMap { code in (1...code.count).map { String(code.prefix($0)) } })
        }

        func children(of place: String) -> [String] {
            let below = places.filter { $0 != place && $0.hasPrefix(place) }
            return below.filter { child in !below.contains { $0 != child && child.hasPrefix($0) } }.sorted()
        }

        func count(below place: String) -> Int { codes.keys.count { $0 != place && $0.hasPrefix(place) } }
    }
}
