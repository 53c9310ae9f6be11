import CatalogModel
import Testing

@testable import CatalogService

@Suite("What is found about a line by itself")
struct LineRulesTests {
    private static let key = CodeKey(system: .icd10CM, canonical: "E119")
    private static let code = Code(
        key: key, longDescriptor: "Type 2 diabetes mellitus without complications",
        shortDescriptor: "Type 2 diabetes w/o complications")

    @Test("A valid code stands, with its descriptor")
    func valid() throws {
        let report = try report(.found(Self.code), Self.code)
        #expect(report.result)
        #expect(report.status == .active)
        #expect(report.display == "Type 2 diabetes mellitus without complications")
        #expect(report.message.isEmpty)
    }

    @Test(
        "Each absence has its rule; only a terminated code still stands",
        arguments: [
            (AbsenceReason.unknownCode, ValidationRule.unknownCode, false),
            (.notYetEffective, .notYetEffective, false), (.terminated, .terminated, true),
            (.codeSystemNotLoaded, .codeSystemNotLoaded, false), (.releaseNotLoaded, .releaseNotLoaded, false),
        ])
    func absent(_ reason: AbsenceReason, _ rule: ValidationRule, _ result: Bool) throws {
        let successor = CodeKey(system: .icd10CM, canonical: "E1165")
        let absence = CodeAbsence(key: Self.key, reason: reason, successors: [successor])
        let report = try report(.absent(absence), nil)
        #expect(report.issues.map(\.rule) == [rule])
        #expect(report.issues.first?.suggestions == [successor])
        #expect(report.result == result)
        #expect(report.message.isEmpty == result)
    }

    @Test("A terminated code keeps its last descriptor, and its display is still checked")
    func terminated() throws {
        let absence = CodeAbsence(key: Self.key, reason: .terminated)
        let report = try report(.absent(absence), Self.code, display: "Gout")
        #expect(report.status == .terminated)
        #expect(report.display == Self.code.longDescriptor)
        #expect(report.issues.map(\.rule) == [.terminated, .displayMismatch])
    }

    @Test("Headers and modifiers are not billable", arguments: [CodeKind.header, .modifier])
    func notBillable(_ kind: CodeKind) throws {
        var code = Self.code
        code.kind = kind
        #expect(try report(.found(code), code).issues.map(\.rule) == [.notBillable])
    }

    @Test(
        "A display matches any descriptor, whatever its case and spacing",
        arguments: ["", "TYPE 2 DIABETES  mellitus without complications", " type 2 diabetes w/o complications\n"])
    func displayThatMatches(_ display: String) throws {
        #expect(try report(.found(Self.code), Self.code, display: display).issues.isEmpty)
    }

    @Test("Another display is an error, or a warning where lenience is asked for")
    func displayThatDiffers() throws {
        #expect(try report(.found(Self.code), Self.code, display: "Gout").issues.map(\.severity) == [.error])
        let lenient = try report(.found(Self.code), Self.code, display: "Gout", isLenient: true)
        #expect(lenient.issues.map(\.severity) == [.warning])
        #expect(lenient.result)
    }

    @Test("Modifiers that the catalog does not know are warnings")
    func unknownModifiers() throws {
        let day = try #require(CalendarDate("2025-03-14"))
        let facts = EncounterFacts.LineFacts(
            day: day, answer: .found(Self.code), code: Self.code, unknownModifiers: ["QQ"])
        let report = LineRules(isLenient: false).report(on: EncounterLine(key: Self.key), at: 3, facts)
        #expect(report.issues.map(\.rule) == [.unknownModifier])
        #expect(report.issues.map(\.lines) == [[3]])
        #expect(report.result)
    }

    private func report(
        _ answer: CodeAnswer, _ code: Code?, display: String = "", isLenient: Bool = false
    ) throws -> LineReport {
        let day = try #require(CalendarDate("2025-03-14"))
        return LineRules(isLenient: isLenient).report(
            on: EncounterLine(key: Self.key, display: display), at: 0,
            EncounterFacts.LineFacts(day: day, answer: answer, code: code))
    }
}
