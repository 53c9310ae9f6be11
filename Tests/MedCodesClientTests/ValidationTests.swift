import CatalogModel
import MedCodesClient
import Testing

@Suite("Validation by the client library", .timeLimit(.minutes(1)))
struct ValidationTests {
    private static let pages = [
        Code(key: CodeKey(system: .cpt, canonical: "22849"), longDescriptor: "Reinsertion of a spinal fixation device")
    ]

    private static func line(_ code: String) -> EncounterLine {
        EncounterLine(key: CodeKey(system: .cpt, canonical: code))
    }

    @Test("An encounter is asked for whole, and its report comes whole")
    func whole() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            var line = Self.line("22849")
            (line.display, line.modifiers, line.units) = ("Appendectomy", ["59", "RT"], 2)
            line.day = CalendarDate("2024-02-29")
            let lines = [line, Self.line("99999")]
            let strict = try await client.validate(Encounter(lines: lines, day: CalendarDate("2025-12-14")))
            #expect(!strict.result)
            #expect(strict.lines.map(\.line) == lines)
            #expect(strict.lines.map { $0.issues.map(\.rule) } == [[.displayMismatch], [.unknownCode]])
            #expect(strict.lines.map(\.status) == [.active, nil])
            #expect(strict.lines[0].display == "Reinsertion of a spinal fixation device")
            #expect(strict.issues.map(\.rule) == Array(repeating: .editsNotLoaded, count: 4))
            #expect(strict.issues.map(\.lines) == [[0], [0], [1], [1]])
            let lenient = try await client.validate(Encounter(lines: [line], isLenient: true))
            #expect(lenient.result)
            #expect(lenient.lines.map { $0.issues.map(\.severity) } == [[.warning]])
        }
    }

    @Test("Encounters of no lines and of a thousand are answered, larger ones are refused here")
    func sizes() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            let none = try await client.validate(Encounter(lines: []))
            #expect(none == EncounterReport(lines: [], issues: []))
            let thousand = Array(repeating: Self.line("22849"), count: Encounter.lineCountMax)
            let answers = try await client.validate(Encounter(lines: thousand)).lines
            #expect(answers.count == 1000)
            let error = await failure {
                _ = try await client.validate(Encounter(lines: thousand + [Self.line("22849")]))
            }
            #expect(error?.message == "1001 lines are more than an encounter holds; give 1000 at most")
        }
    }

    @Test("Units that the wire cannot carry are refused, here or by the server")
    func units() async throws {
        try await RunningService.run(Self.pages) { client, _ in
            var line = Self.line("22849")
            line.units = 1 << 31
            let many = await failure { _ = try await client.validate(Encounter(lines: [line])) }
            #expect(many?.message == "a line has more than 2147483647 units; check its units")
            line.units = -1
            let negative = await failure { _ = try await client.validate(Encounter(lines: [line])) }
            #expect(negative?.isFromServer == true)
            #expect(negative?.fieldViolations.map(\.field) == ["items[0].units"])
        }
    }
}
