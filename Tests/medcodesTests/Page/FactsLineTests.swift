import CatalogModel
import CommandLineSupport
import Testing

@testable import medcodes

@Suite struct FactsLineTests {
    @Test(
        "Known facts stand in one line, unknown ones are left out",
        arguments: [
            (ProcedureFacts(), ""),
            (ProcedureFacts(durationMinutes: 45...60), "45–60 min"),
            (ProcedureFacts(durationMinutes: 60...60, settings: [.office]), "1 h · office"),
            (ProcedureFacts(durationMinutes: 60...90), "60–90 min"),
            (ProcedureFacts(durationMinutes: 180...360), "3–6 h"),
            (ProcedureFacts(durationMinutes: 0...60), "0–60 min"),
            (ProcedureFacts(anesthesia: [.general, .regional, .sedation]), "general, regional anesthesia, sedation"),
            (ProcedureFacts(anesthesia: [.none], hospitalDays: 0...0), "no anesthesia · home the same day"),
            (ProcedureFacts(hospitalDays: 1...1), "1 day in hospital"),
            (ProcedureFacts(hospitalDays: 0...1), "0–1 day in hospital"),
            (ProcedureFacts(recoveryDays: 42...84), "full recovery in 6–12 weeks"),
            (ProcedureFacts(recoveryDays: 30...30), "full recovery in 1 month"),
            (ProcedureFacts(recoveryDays: 365...730), "full recovery in 1–2 years"),
            (ProcedureFacts(recoveryDays: 2...3), "full recovery in 2–3 days"),
            (ProcedureFacts(recoveryDays: 14...60), "full recovery in 14–60 days"),
        ])
    func lines(facts: ProcedureFacts, line: String) {
        #expect(FactsLine.text(of: facts).rendered(inColor: false) == line)
    }
}
