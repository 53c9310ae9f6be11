import CatalogModel
import CatalogService
import CatalogStore
import Foundation
import Testing

/// The days on which answers change, by hand.
@Suite("The edges of days")
struct DateEdgeTests {
    @Test(
        "A code is what it is on each day, whatever the order in which its releases were loaded",
        arguments: [
            // The fiscal year before the first one loaded, and its first day.
            ("2023-09-30", "X0001", .releaseNotLoaded, nil),
            ("2023-10-01", "X0001", .notYetEffective, .notYetEffective),
            // In the releases of one fiscal year only: 1 October to 30 September.
            ("2024-09-30", "X0001", .notYetEffective, .notYetEffective), ("2024-10-01", "X0001", nil, .active),
            ("2025-09-30", "X0001", nil, .active), ("2025-10-01", "X0001", .terminated, .terminated),
            // Effective on leap day, within a release.
            ("2024-02-28", "X0002", .notYetEffective, .notYetEffective), ("2024-02-29", "X0002", nil, .active),
            ("2024-03-01", "X0002", nil, .active), ("2025-02-28", "X0002", nil, .active),
            // Terminated on leap day: 28 February is the last one.
            ("2024-02-28", "X0003", nil, .active), ("2024-02-29", "X0003", .terminated, .terminated),
            ("2024-03-01", "X0003", .terminated, .terminated),
            // Back in the last release.
            ("2025-09-30", "X0003", .terminated, .terminated), ("2025-10-01", "X0003", nil, .active),
            ("2099-12-31", "X0003", nil, .active), ("2099-12-31", "X0009", .unknownCode, nil),
        ] as [(String, String, ValidationRule?, CodeStatus?)])
    func codes(day: String, code: String, rule: ValidationRule?, status: CodeStatus?) async throws {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let store = try await EdgeStore(order.map { EdgeStore.years[$0] })
            let line = try await store.validate([EncounterLine(key: .hcpcs(code))], on: day).lines[0]
            #expect(line.issues.map(\.rule) == (rule.map { [$0] } ?? []), "\(order)")
            #expect(line.status == status, "\(order)")
        }
    }

    @Test("A line's service date has the say over the encounter's day, also across a fiscal year's start")
    func serviceDates() async throws {
        let store = try await EdgeStore(EdgeStore.years)
        var before = EncounterLine(key: .hcpcs("X0001"))
        before.day = CalendarDate("2025-09-30")
        let report = try await store.validate([before, EncounterLine(key: .hcpcs("X0001"))], on: "2025-10-01")
        #expect(report.lines.map(\.status) == [.active, .terminated])
    }

    @Test(
        "An edit holds from its effective day up to the day before its terminated day, within its edition",
        arguments: [
            ("2023-12-31", nil), ("2024-01-01", []), ("2024-02-28", []), ("2024-02-29", ["2024Q1"]),
            ("2024-03-31", ["2024Q1"]), ("2024-04-01", ["2024Q2"]), ("2024-05-31", ["2024Q2"]), ("2024-06-01", []),
            ("2024-07-01", []),
        ] as [(String, [String]?)])
    func edits(day: String, releases: [String]?) async throws {
        for quarters in [["2024Q1", "2024Q2", "2024Q3"], ["2024Q3", "2024Q1", "2024Q2"]] {
            let store = try await EdgeStore([])
            for quarter in quarters { try await store.loadPairs(quarter) }
            let lines = [EncounterLine(key: .hcpcs("X0001")), EncounterLine(key: .hcpcs("X0002"))]
            let issues = try await store.validate(lines, on: day).issues
            let missing = issues.filter { $0.rule == .editsNotLoaded && $0.message.contains("pair") }
            #expect(missing.isEmpty == (releases != nil))
            #expect(issues.filter { $0.rule == .procedurePair }.map(\.source?.release) == (releases ?? []))
            let period = issues.first { $0.rule == .procedurePair }?.source?.period
            if let period {
                #expect(period.effective == CalendarDate("2024-02-29"))
                #expect(period.terminated == CalendarDate("2024-06-01"))
            }
        }
    }

    @Test("Lines of two days are checked against the edits of each one's own day")
    func editsOfTwoDays() async throws {
        let store = try await EdgeStore([])
        for quarter in ["2024Q1", "2024Q2", "2024Q3"] { try await store.loadPairs(quarter) }
        var lines = ["X0001", "X0002", "X0001", "X0002"].map { EncounterLine(key: .hcpcs($0)) }
        for (place, day) in ["2024-03-31", "2024-03-31", "2024-06-01", "2024-05-31"].enumerated() {
            lines[place].day = CalendarDate(day)
        }
        let issues = try await store.validate(lines, on: "2099-01-01").issues.filter { $0.rule == .procedurePair }
        #expect(issues.map(\.lines) == [[0, 1]])
    }
}

/// A service over a store with releases of three fiscal years.
private final class EdgeStore: Sendable {
    struct Year {
        var start: String
        var codes: [(code: String, effective: String?, terminated: String?)]
    }

    static let years = [
        Year(start: "2023-10-01", codes: [("X0002", "2024-02-29", nil), ("X0003", nil, "2024-02-29")]),
        Year(start: "2024-10-01", codes: [("X0001", nil, nil), ("X0002", nil, nil)]),
        Year(start: "2025-10-01", codes: [("X0002", nil, nil), ("X0003", nil, nil)]),
    ]

    private let service: ServiceUnderTest

    init(_ years: [Year]) async throws {
        service = try await ServiceUnderTest()
        for year in years { try await load(year) }
    }

    func validate(_ lines: [EncounterLine], on day: String) async throws -> EncounterReport {
        var report = try await service.validate(Encounter(lines: lines, day: CalendarDate(day)))
        report.issues.removeAll { $0.rule == .editsNotLoaded && !$0.message.contains("pair") }
        return report
    }

    private func load(_ year: Year) async throws {
        let start = try #require(CalendarDate(year.start))
        try await service.write { writer throws(CatalogError) in
            try writer.declare(Release(label: year.start, effective: start), of: .hcpcs)
            for (code, effective, terminated) in year.codes {
                let days = ValidityPeriod(
                    effective: effective.flatMap { CalendarDate($0) },
                    terminated: terminated.flatMap { CalendarDate($0) })
                try writer.list(Code(key: .hcpcs(code), longDescriptor: code, period: days))
            }
        }
    }

    /// Loads a quarter of pair edits: two of them hold one edit, which began on leap day and ends with May; the third holds
    /// another pair.
    func loadPairs(_ quarter: String) async throws {
        let month = ["2024Q1": "01", "2024Q2": "04", "2024Q3": "07"][quarter] ?? "10"
        let start = CalendarDate("2024-\(month)-01")
        let scope = FactScope(format: "ncci-ptp", part: EditSetting.practitioner.rawValue)
        let days = ValidityPeriod(effective: CalendarDate("2024-02-29"), terminated: CalendarDate("2024-06-01"))
        try await service.write { writer throws(CatalogError) in
            try writer.declare(FactEdition(scope: scope, label: quarter, effective: start, files: ["\(quarter).txt"]))
            try writer.put(
                PairEdit(
                    column1: .hcpcs("X0001"), column2: .hcpcs(quarter == "2024Q3" ? "X0009" : "X0002"),
                    setting: .practitioner, modifierIndicator: .notAllowed, period: days), in: scope)
        }
    }
}

extension CodeKey {
    fileprivate static func hcpcs(_ code: String) -> CodeKey { CodeKey(system: .hcpcs, canonical: code) }
}
