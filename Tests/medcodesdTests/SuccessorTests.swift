import CommandLineSupport
import Foundation
import Testing

@testable import medcodesd

@Suite("A process that is to take over")
struct SuccessorTests {
    @Test("Takes over once it says that it is ready, whatever it does afterwards")
    func ready() async throws {
        let process = try await script("echo ready >&3; exit 3").takeOver()
        var status: Int32 = 0
        #expect(waitpid(process, &status, 0) == process)
        #expect(status == 3 << 8)
    }

    @Test(
        "Is told of when it does not, and is gone then",
        arguments: [
            ("exit 7", "ended with status 7 before it could answer"),
            ("echo nonsense >&3; exec sleep 60", "was ended by signal 9 before it could answer"),
            ("kill -TERM $$", "was ended by signal 15 before it could answer"),
            ("exec sleep 60", "could not answer within 0.2 seconds"),
        ])
    func failed(script text: String, said: String) async throws {
        let failure = await #expect(throws: CommandFailure.self) { try await script(text).takeOver() }
        let message = try #require(failure).message
        #expect(message.hasSuffix(said))
        let process = try #require(message.split(separator: " ").compactMap { pid_t($0) }.first)
        #expect(kill(process, 0) == -1)
    }

    @Test("Is told of when there is no such program")
    func absent() async {
        let failure = await #expect(throws: CommandFailure.self) {
            try await Successor(arguments: ["/no/such/program"], environment: [:], sockets: [:]).takeOver()
        }
        #expect(failure?.message.contains("/no/such/program: posix_spawnp: No such file") == true)
    }

    @Test("Is asked to stop when nobody waits for it any more")
    func cancelled() async throws {
        let waiting = Task {
            await #expect(throws: CommandFailure.self) {
                try await script("trap 'exit 5' TERM; sleep 60 3>&- & wait", within: .seconds(60)).takeOver()
            }
        }
        waiting.cancel()
        #expect(await waiting.value != nil)
    }

    private func script(_ text: String, within time: Duration = .milliseconds(200)) -> Successor {
        Successor(
            arguments: ["/bin/sh", "-c", text], environment: ProcessInfo.processInfo.environment, sockets: [:],
            readyTimeMax: time)
    }
}
