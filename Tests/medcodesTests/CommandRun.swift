import ArgumentParser
import CatalogMessages
import CatalogModel
import CommandLineSupport
import MedCodesClient
import Synchronization

@testable import medcodes

/// What a command line came to.
struct CommandRun: Equatable {
    var status: Int32
    var output = ""
    var messages = ""

    /// Runs the program's command line against a client of the test's.
    static func of(
        _ arguments: [String], client: some CatalogClient = FixedClient(),
        terminal: Terminal = Terminal(isTerminal: false)
    ) async -> CommandRun {
        await run(arguments, terminal: terminal) { command, console in try await command.run(with: client, on: console)
        }
    }

    /// Runs the program's command line against the server that it names, as `main` does.
    static func overNetwork(_ arguments: [String]) async -> CommandRun {
        await run(arguments, terminal: Terminal(isTerminal: false)) { command, console in
            try await command.connection.withClient { try await command.run(with: $0, on: console) }
        }
    }

    private static func run(
        _ arguments: [String], terminal: Terminal, _ body: (any CatalogCommand, Console) async throws -> Void
    ) async -> CommandRun {
        let (output, messages) = (CapturedText(), CapturedText())
        let console = Console(
            output: output, messages: messages, outputTerminal: terminal, messageTerminal: Terminal(isTerminal: false))
        let status = await Program.run(MedCodes.self, arguments, on: console) { command in
            if let command = command as? any CatalogCommand {
                try await body(command, console)
            } else {
                try await Program.execute(command)
            }
        }
        return CommandRun(status: status.rawValue, output: output.text, messages: messages.text)
    }
}

/// A sink that keeps what was written.
final class CapturedText: TextSink {
    private let captured = Mutex("")

    var text: String { captured.withLock { $0 } }

    func write(_ text: String) { captured.withLock { $0 += text } }
}

/// A client that answers from values, and keeps what it was asked.
final class FixedClient: CatalogClient {
    struct Question: Equatable {
        var keys: [CodeKey]
        var day: CalendarDate?
        var view: CodeView
    }

    private let answers: [CodeKey: CodeAnswer]
    private let children: [CodeKey: [ChildCode]]
    private let translations: [CodeKey: CodeTranslation]
    private let summary: CatalogSummary
    private let status: ServingStatus
    private let findings: @Sendable (Encounter) -> EncounterReport
    private let asked = Mutex<[Question]>([])
    private let validated = Mutex<[Encounter]>([])
    private let revisions: [CatalogRevision]
    /// The exports that were asked for.
    let exports = Mutex<[StreamCodesRequest]>([])
    private let found: SearchAnswer
    private let searched = Mutex<[SearchCodesRequest]>([])

    init(
        codes: [Code] = [], children: [CodeKey: [ChildCode]] = [:], translations: [CodeKey: CodeTranslation] = [:],
        summary: CatalogSummary = CatalogSummary(revision: Revision(rawValue: 0), committedAt: nil, systems: []),
        status: ServingStatus = .serving,
        found: SearchAnswer = SearchAnswer(page: ListPage([], totalCount: 0)),
        findings: @escaping @Sendable (Encounter) -> EncounterReport = FixedClient.nothing,
        revisions: [CatalogRevision] = []
    ) {
        self.revisions = revisions
        answers = Dictionary(uniqueKeysWithValues: codes.map { ($0.key, .found($0)) })
        self.children = children
        self.translations = translations
        self.summary = summary
        self.status = status
        self.findings = findings
        self.found = found
    }

    /// Finds nothing.
    static func nothing(in encounter: Encounter) -> EncounterReport {
        EncounterReport(lines: encounter.lines.map { LineReport(line: $0, status: .active) }, issues: [])
    }

    var questions: [Question] { asked.withLock { $0 } }
    var searches: [SearchCodesRequest] { searched.withLock { $0 } }
    var encounters: [Encounter] { validated.withLock { $0 } }

    func code(_ key: CodeKey, asOf day: CalendarDate?, view: CodeView) async throws -> Code {
        switch try await codes([key], asOf: day, view: view)[0] {
        case .found(let code): return code
        case .absent(let absence): throw CommandFailure(.notFound, absence.message)
        }
    }

    func codes(_ keys: [CodeKey], asOf day: CalendarDate?, view: CodeView) async throws -> [CodeAnswer] {
        asked.withLock { $0.append(Question(keys: keys, day: day, view: view)) }
        return keys.map { answers[$0] ?? .absent(CodeAbsence(key: $0, reason: .unknownCode)) }
    }

    func search(_ request: SearchCodesRequest) async throws -> SearchAnswer {
        searched.withLock { $0.append(request) }
        return found
    }

    func suggestions(
        for prefix: String, in systems: [CodeSystem], asOf day: CalendarDate?, limit: Int
    ) async throws -> Suggestions {
        Suggestions(hits: Array(found.page.elements.prefix(limit)), totalCount: found.page.totalCount)
    }

    func validate(_ encounter: Encounter) async throws -> EncounterReport {
        validated.withLock { $0.append(encounter) }
        return findings(encounter)
    }

    func policies(
        about key: CodeKey, asOf day: CalendarDate?, payer: String, jurisdiction: String
    ) async throws -> [Policy] {
        let policies = try await code(key, asOf: day, view: .full).policies
        return policies.filter { payer.isEmpty || $0.payer == payer }
    }

    func similarCodes(
        of key: CodeKey, asOf day: CalendarDate?, reasons: [SimilarityReason]
    ) async throws -> [SimilarCode] {
        let codes = try await code(key, asOf: day, view: .full).similarCodes
        return codes.filter { reasons.isEmpty || reasons.contains($0.reason) }
    }

    func children(of key: CodeKey?, in system: CodeSystem, asOf day: CalendarDate?) async throws -> [ChildCode] {
        children[key ?? CodeKey(system: system, canonical: "")] ?? []
    }

    func subsumption(
        of first: CodeKey, to second: CodeKey, asOf day: CalendarDate?
    ) async throws -> SubsumptionOutcome {
        first == second ? .equivalent : second.code.hasPrefix(first.code) ? .subsumes : .notSubsumed
    }

    func translation(of key: CodeKey, to target: CodeSystem, asOf day: CalendarDate?) async throws -> CodeTranslation {
        translations[key] ?? CodeTranslation(message: "no crosswalk is loaded", matches: [])
    }

    func catalog() async throws -> CatalogSummary { summary }

    func export(_ request: StreamCodesRequest, to body: (StreamCodesResponse) throws -> Void) async throws {
        exports.withLock { $0.append(request) }
        for answer in answers.sorted(by: { $0.key < $1.key }).map(\.value) {
            if case .found(let code) = answer { try body(StreamCodesResponse(code: code, resumeToken: "token")) }
        }
    }

    func watch(
        after revision: Revision?, systems: [CodeSystem], to body: (CatalogRevision) throws -> Void
    ) async throws {
        for change in revisions where change.revision > revision ?? Revision(rawValue: 0) { try body(change) }
    }

    func health(of service: String) async throws -> ServingStatus { status }
}

/// Codes the tests look up.
enum Samples {
    static let diabetes = Code(
        key: CodeKey(system: .icd10CM, canonical: "E119"),
        longDescriptor: "Type 2 diabetes mellitus without complications",
        period: ValidityPeriod(effective: CalendarDate(year: 2024, month: 10, day: 1)),
        release: CalendarDate(year: 2024, month: 10, day: 1).map { Release(label: "FY2025", effective: $0) })
    static let header = Code(
        key: CodeKey(system: .icd10PCS, canonical: "0SG"), kind: .header, longDescriptor: "Lower Joints, Fusion")
}
