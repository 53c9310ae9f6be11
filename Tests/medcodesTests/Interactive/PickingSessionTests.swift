import ArgumentParser
import CatalogModel
import CommandLineSupport
import Synchronization
import Testing

@testable import medcodes

@Suite struct PickingSessionTests {
    /// A terminal whose keys the test presses.
    final class FakeTerminal: KeyTerminal {
        let events: AsyncStream<TerminalEvent>
        private let continuation: AsyncStream<TerminalEvent>.Continuation
        private let drawn = Mutex<[String]>([])

        init() { (events, continuation) = AsyncStream.makeStream() }

        var size: (rows: Int, columns: Int) { (6, 40) }
        var screen: [String] { drawn.withLock { $0 } }

        func draw(_ lines: [String], cursorColumn: Int) { drawn.withLock { $0 = lines } }
        func send(_ events: TerminalEvent...) { for event in events { continuation.yield(event) } }
    }

    /// A service that is asked, and answers every text but `slow`.
    final class FakeService: Sendable {
        private let state = Mutex((asked: [String](), running: 0, runningMax: 0, cancelled: 0))

        var asked: [String] { state.withLock { $0.asked } }
        var cancelledCount: Int { state.withLock { $0.cancelled } }
        var runningCount: Int { state.withLock { $0.running } }

        func answer(_ text: String, slowly: AsyncStream<Void>.Continuation) async throws -> CodePicker.Answer {
            state.withLock { ($0.asked, $0.running) = ($0.asked + [text], $0.running + 1) }
            defer { state.withLock { $0.running -= 1 } }
            if text == "slow" {
                slowly.yield()
                do { try await Task.sleep(for: .seconds(600)) } catch {
                    state.withLock { $0.cancelled += 1 }
                    slowly.yield()
                    throw error
                }
            }
            let key = CodeKey(system: .cpt, canonical: "00001")
            return CodePicker.Answer(hits: [SearchHit(key: key, display: text, score: 1)], totalCount: 1)
        }
    }

    @Test("What was typed last is asked, the call before is cancelled, and the picked code is returned")
    func session() async throws {
        let (terminal, service) = (FakeTerminal(), FakeService())
        let (slowCalls, slowly) = AsyncStream.makeStream(of: Void.self)
        var turns = slowCalls.makeAsyncIterator()
        let session = PickingSession(at: terminal, usesColor: false) { try await service.answer($0, slowly: slowly) }
        let picking = Task { try await session.pick(from: "") }
        terminal.send(.key(.text("slow")))
        await turns.next()
        // Typed in one go: one call, for all of it.
        terminal.send(.key(.text("e")), .key(.text("r")), .resized, .key(.enter))
        #expect(try await picking.value?.display == "slower")
        await turns.next()
        #expect(service.asked == ["slow", "slower"])
        #expect(service.cancelledCount == 1)
        #expect(service.runningCount == 0)
        #expect(terminal.screen.first == "> slower")
    }

    @Test("A signal ends the session with the status shells give to it, Esc with none")
    func endings() async throws {
        for (event, status) in [(.ended(signal: 15), 143), (.key(.interrupt), 130)] as [(TerminalEvent, Int32)] {
            let terminal = FakeTerminal()
            terminal.send(event)
            let session = PickingSession(at: terminal, usesColor: false) { _ in CodePicker.Answer() }
            await #expect(throws: ExitCode(status)) { try await session.pick(from: "knee") }
        }
        let terminal = FakeTerminal()
        terminal.send(.key(.escape))
        let session = PickingSession(at: terminal, usesColor: false) { _ in CodePicker.Answer() }
        #expect(try await session.pick(from: "knee") == nil)
    }
}
