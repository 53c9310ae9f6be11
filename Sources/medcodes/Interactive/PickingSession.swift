internal import ArgumentParser
internal import CatalogModel
internal import CommandLineSupport
internal import MedCodesClient

/// Lets a person at a terminal pick a code while typing: drives a ``CodePicker`` with keys, and asks the service.
///
/// A question waits a moment for the next key. Each one cancels the one before, so that there is one call at a time, and an
/// answer to an earlier text is never shown over a newer one.
struct PickingSession {
    /// Answers what was typed.
    typealias Asking = @Sendable (String) async throws -> CodePicker.Answer

    /// How long a question waits for the next key.
    static let pause = Duration.milliseconds(40)

    private enum Happening: Sendable {
        case terminal(TerminalEvent)
        case answered(Result<CodePicker.Answer, CommandFailure>, number: Int)
    }

    private let terminal: any KeyTerminal
    private let usesColor: Bool
    private let ask: Asking

    /// A session at this terminal.
    init(at terminal: some KeyTerminal, usesColor: Bool, ask: @escaping Asking) {
        self.terminal = terminal
        self.usesColor = usesColor
        self.ask = ask
    }

    /// Runs the session.
    ///
    /// - Parameter text: What is typed at the beginning.
    /// - Returns: The picked code; nil when the person left without one.
    /// - Throws: `ExitCode` 128 and the number of the signal that asked to end (2 for Ctrl-C); ``OutputError`` when the
    ///   terminal cannot be drawn on.
    func pick(from text: String) async throws -> SearchHit? {
        let (happenings, continuation) = AsyncStream.makeStream(of: Happening.self)
        let listening = Task { [terminal] in
            for await event in terminal.events { continuation.yield(.terminal(event)) }
        }
        var picker = CodePicker(text: text)
        var asking: Task<Void, Never>?
        defer {
            listening.cancel()
            asking?.cancel()
        }
        var action: CodePicker.Action? = picker.ask()
        try draw(picker)
        // The action of the last happening comes first, then the next happening.
        var iterator = happenings.makeAsyncIterator()
        while true {
            switch action {
            case .ask(let text, let number):
                asking?.cancel()
                asking = Task { [ask] in
                    guard let result = await Self.answer(to: text, ask) else { return }
                    continuation.yield(.answered(result, number: number))
                }
            case .forget: asking?.cancel()
            case .open(let hit): return hit
            case .leave: return nil
            case .interrupt: throw ExitCode(128 + 2)
            case nil: break
            }
            switch await iterator.next() {
            case .terminal(.key(let key)): action = picker.press(key)
            case .terminal(.resized): action = nil
            case .terminal(.ended(let signal)): throw ExitCode(128 + signal)
            case .answered(let result, let number): action = picker.receive(result, to: number)
            case nil: return nil
            }
            try draw(picker)
        }
    }

    /// The answer, after a moment for the next key; nil when another question came first.
    private static func answer(to text: String, _ ask: Asking) async -> Result<CodePicker.Answer, CommandFailure>? {
        do {
            try await Task.sleep(for: pause)
            return .success(try await ask(text))
        } catch {
            guard !Task.isCancelled else { return nil }
            let failure = (error as? MedCodesError).map { CommandFailure($0) } ?? error as? CommandFailure
            return .failure(failure ?? CommandFailure(.failure, "\(error)"))
        }
    }

    private func draw(_ picker: CodePicker) throws(OutputError) {
        let size = terminal.size
        let screen = PickerScreen(of: picker, rows: size.rows, columns: size.columns)
        try terminal.draw(
            screen.lines.map { $0.rendered(inColor: usesColor) }, cursorColumn: screen.cursorColumn)
    }
}

extension PickingSession {
    /// Lets the person at the console pick a code, and writes its page where answers go.
    ///
    /// - Parameters:
    ///   - open: Looks the picked code up.
    ///   - ask: Answers what was typed.
    static func run(
        from text: String, on console: Console, as format: FormatOptions, open: (CodeKey) async throws -> Code,
        ask: @escaping Asking
    ) async throws {
        let hit = try await {
            let terminal = try InteractiveTerminal(screen: console.messages)
            defer { terminal.restore() }
            return try await PickingSession(at: terminal, usesColor: console.messageTerminal.usesColor, ask: ask)
                .pick(from: text)
        }()
        if let hit { try console.print(try await open(hit.key), as: format) }
    }
}
