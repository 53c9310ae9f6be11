import CommandLineSupport
import Foundation
import Testing

@testable import medcodes

/// Load tests of a real server over TLS, with few requests.
@Suite struct BenchTests {
    private static func bench(_ server: LiveServer, _ arguments: String...) async -> CommandRun {
        await bench(["--server", server.address, "--ca", server.authorityFile, "--warm-up", "0"] + arguments)
    }

    private static func bench(_ arguments: [String]) async -> CommandRun {
        let (output, messages) = (CapturedText(), CapturedText())
        let console = Console(
            output: output, messages: messages, outputTerminal: Terminal(isTerminal: false),
            messageTerminal: Terminal(isTerminal: false))
        let status = await Program.run(MedCodes.self, ["bench"] + arguments, on: console) { command in
            try await (command as? Bench)?.run(on: console)
        }
        return CommandRun(status: status.rawValue, output: output.text, messages: messages.text)
    }

    @Test("As many requests count as were asked for, over all connections, and all are answered")
    func counts() async throws {
        let server = try await LiveServer()
        let run = await Self.bench(
            server, "--connections", "3", "--streams", "4", "--requests", "500", "--mix", "get=3,batch,validate",
            "--json")
        #expect(run.status == 0, "\(run.messages)")
        let result = try JSONDecoder().decode(LoadResult.self, from: Data(run.output.utf8))
        #expect(result.total.requests == 500)
        #expect(result.total.errors.isEmpty && result.overdue == 0 && !result.isInterrupted)
        #expect(result.methods.map(\.method) == ["GetCode", "BatchGetCodes", "ValidateCodes"])
        #expect(result.methods[0].requests > result.methods[1].requests)
        #expect(result.throughput.requests.reduce(0, +) == 500)
        #expect(run.messages.hasPrefix("load on \(server.address): 3 connections × 4 streams, each after an answer\n"))
    }

    @Test("An open loop makes requests at its rate")
    func openLoop() async throws {
        let server = try await LiveServer()
        let run = await Self.bench(
            server, "--connections", "1", "--streams", "1", "--rate", "100", "--requests", "30", "--json")
        #expect(run.status == 0, "\(run.messages)")
        let result = try JSONDecoder().decode(LoadResult.self, from: Data(run.output.utf8))
        #expect(result.total.requests == 30)
        // The last is due 290 ms after the first, so the test cannot be shorter.
        #expect(result.seconds >= 0.29)
    }

    @Test("A server that cannot keep up is charged with the requests it holds up, and those never made are counted")
    func overload() async throws {
        let server = try await LiveServer()
        let run = await Self.bench(
            server, "--connections", "1", "--streams", "1", "--rate", "100000", "--duration", "300ms", "--json")
        #expect(run.status == 0, "\(run.messages)")
        let result = try JSONDecoder().decode(LoadResult.self, from: Data(run.output.utf8))
        #expect(result.overdue > 10_000)
        #expect(result.overdue + result.total.requests == 30_000)
        // One answer takes a millisecond or so, but the last request made was due in the first tenth of the time.
        #expect(try #require(result.total.latency).p99 > 150_000)
    }

    @Test("The report is written, and a place that cannot be written is named")
    func report() async throws {
        let server = try await LiveServer()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString).html")
        defer { try? FileManager.default.removeItem(at: file) }
        let run = await Self.bench(server, "--requests", "20", "--report", file.path)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.output.hasPrefix("GetCode\t20\t"))
        #expect(try String(contentsOf: file, encoding: .utf8).contains("</svg>"))
        let refused = await Self.bench(server, "--requests", "20", "--report", "/no/such/folder/x.html")
        #expect(
            refused.status == 1 && refused.messages.contains("error: cannot write the report /no/such/folder/x.html"))
    }

    @Test(
        "Options out of bounds are refused",
        arguments: [
            ["--connections", "0"], ["--streams", "1001"], ["--rate", "0"], ["--requests", "0"], ["--keys", "0"],
            ["--mix", "put"], ["--popularity", "zipf:9"], ["--batch-size", "1001"], ["--lines", "0"],
            ["--duration", "1s", "--requests", "1"],
        ])
    func refuses(arguments: [String]) async {
        let run = await Self.bench(arguments)
        #expect(run.status == 64)
    }
}
