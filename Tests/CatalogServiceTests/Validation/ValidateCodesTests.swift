import CatalogMessages
import CatalogModel
import CatalogService
import CatalogStore
import RPCCore
import Testing
import WireMessages

@Suite("ValidateCodes")
struct ValidateCodesTests {
    @Test("An encounter is checked against the edits of its day, and each issue names its source")
    func edits() async throws {
        let service = try await ServiceUnderTest()
        try await service.putEdits(effective: "2025-01-01")
        let report = try await service.validate(Encounter(lines: [.cpt("22849"), .cpt("27447")], day: .spring2025))
        #expect(!report.result)
        #expect(report.lines.map(\.result) == [true, true])
        #expect(report.lines.map(\.display) == ["Code 22849", "Code 27447"])
        let issue = try #require(report.issues.first)
        #expect(report.issues.map(\.rule) == [.addOnWithoutPrimary, .procedurePair, .unitsOverLimit])
        #expect(issue.source?.format == "aoc")
        #expect(report.issues[1].source?.release == "2025Q1")
        #expect(report.issues[1].source?.file == "pairs.txt")
        #expect(report.issues[2].unitLimit == 0)
    }

    @Test("On a day before the first edition nothing is loaded, and the reply says so")
    func dayBefore() async throws {
        let service = try await ServiceUnderTest()
        try await service.putEdits(effective: "2025-01-01")
        for (day, isLoaded) in [("2024-12-31", false), ("2025-01-01", true)] {
            let encounter = Encounter(lines: [.cpt("22849"), .cpt("27447")], day: CalendarDate(day))
            let rules = try await service.validate(encounter).issues.map(\.rule)
            #expect(rules.contains(.editsNotLoaded) != isLoaded)
            #expect(rules.contains(.procedurePair) == isLoaded)
        }
    }

    @Test("Lines of different days are no pair")
    func otherDays() async throws {
        let service = try await ServiceUnderTest()
        try await service.putEdits(effective: "2025-01-01")
        var second = EncounterLine.cpt("27447")
        second.day = CalendarDate("2025-03-15")
        let report = try await service.validate(Encounter(lines: [.cpt("22849"), second], day: .spring2025))
        #expect(!report.issues.contains { $0.rule == .procedurePair })
    }

    @Test("Another setting has other edits")
    func otherSetting() async throws {
        let service = try await ServiceUnderTest()
        try await service.putEdits(effective: "2025-01-01")
        let encounter = Encounter(
            lines: [.cpt("22849"), .cpt("27447")], day: .spring2025, setting: .outpatientHospital)
        #expect(
            try await service.validate(encounter).issues.map(\.rule)
                == [.editsNotLoaded, .editsNotLoaded, .addOnWithoutPrimary])
    }

    @Test("What is asked comes back as it was, and unknown codes are told apart")
    func echo() async throws {
        let service = try await ServiceUnderTest()
        let line = EncounterLine(
            key: CodeKey(system: .cpt, canonical: "00000"), display: "Something", modifiers: ["59"], units: 2)
        let pcs = EncounterLine(key: CodeKey(system: .icd10PCS, canonical: "0SG0070"))
        let report = try await service.validate(Encounter(lines: [line, pcs], day: .spring2025))
        #expect(report.lines.map(\.line) == [line, pcs])
        #expect(report.lines.map { $0.issues.map(\.rule) } == [[.unknownCode], [.codeSystemNotLoaded]])
    }

    @Test("Too many lines or modifiers, and negative units, are refused by name")
    func refusals() async throws {
        let service = try await ServiceUnderTest()
        let many = Encounter(lines: Array(repeating: .cpt("22849"), count: Encounter.lineCountMax + 1))
        #expect(try await service.refusal(many).message.contains("items"))
        var line = EncounterLine.cpt("22849")
        line.modifiers = Array(repeating: "59", count: EncounterLine.modifierCountMax + 1)
        #expect(try await service.refusal(Encounter(lines: [line])).message.contains("items[0].modifiers"))
        line = .cpt("22849")
        line.units = -1
        #expect(try await service.refusal(Encounter(lines: [line])).message.contains("items[0].units"))
    }
}

extension EncounterLine {
    fileprivate static func cpt(_ code: String) -> EncounterLine {
        EncounterLine(key: CodeKey(system: .cpt, canonical: code))
    }
}

extension CalendarDate {
    fileprivate static let spring2025 = CalendarDate("2025-03-14")
}

extension ServiceUnderTest {
    /// Asks, and reads the reply.
    func validate(_ encounter: Encounter) async throws -> EncounterReport {
        let reply = try await call("ValidateCodes", encounter.withMessage { $0.bytes() }).get().reply
        return try reply.frame.withMessage { try EncounterReport(message: $0) }
    }

    /// Asks what is refused.
    fileprivate func refusal(_ encounter: Encounter) async throws -> RPCError {
        switch await call("ValidateCodes", encounter.withMessage { $0.bytes() }) {
        case .success: throw RPCError(.internal, "the encounter was not refused")
        case .failure(let error): return error
        }
    }

    /// Loads an edit of each kind from this day on: 22849 is an add-on code without 27447 as its primary, the two are a
    /// pair for practitioners, and 27447 is never payable to them.
    fileprivate func putEdits(effective: String) async throws {
        let first = CodeKey(system: .cpt, canonical: "22849")
        let second = CodeKey(system: .cpt, canonical: "27447")
        let other = CodeKey(system: .cpt, canonical: "11111")
        let day = CalendarDate(effective)
        try await write { writer throws(CatalogError) in
            let addOns = FactScope(format: "aoc")
            try writer.declare(FactEdition(scope: addOns, label: "2025", effective: day, files: ["aoc.txt"]))
            try writer.put(AddOnRelation(addOn: first, primary: other, type: .listed), in: addOns)
            let pairs = FactScope(format: "ncci-ptp", part: EditSetting.practitioner.rawValue)
            try writer.declare(FactEdition(scope: pairs, label: "2025Q1", effective: day, files: ["pairs.txt"]))
            try writer.put(
                PairEdit(column1: first, column2: second, setting: .practitioner, modifierIndicator: .notAllowed),
                in: pairs)
            let limits = FactScope(format: "ncci-mue", part: EditSetting.practitioner.rawValue)
            try writer.declare(FactEdition(scope: limits, label: "2025Q1", effective: day, files: ["units.csv"]))
            try writer.put(UnitLimit(key: second, setting: .practitioner, units: 0), in: limits)
        }
    }
}
