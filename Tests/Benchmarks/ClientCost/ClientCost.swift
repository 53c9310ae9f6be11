import Foundation
import MedCodesClient

/// What calls of the client library cost this process, in CPU time.
///
///     client-cost HOST:PORT AUTHORITY CONNECTIONS STREAMS CALLS basic|full|near
///
/// Each connection is a client of its own, and each stream a task that asks for CPT 22849 again and again: µs per call and
/// calls per second. With `near` the answers of the basic view come from the near cache: the same, in ns.
@main
struct ClientCost {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map(\.self)
        guard arguments.count == 6, let connections = Int(arguments[2]), let streams = Int(arguments[3]),
            let calls = Int(arguments[4]),
            let view = ["basic": .basic, "full": .full, "near": CodeView.basic][arguments[5]]
        else {
            FileHandle.standardError.write(
                Data("client-cost HOST:PORT AUTHORITY CONNECTIONS STREAMS CALLS VIEW\n".utf8))
            exit(64)
        }
        let isNear = arguments[5] == "near"
        var configuration = MedCodesConfiguration(server: arguments[0])
        configuration.trust = .authorityFile(arguments[1])
        if isNear { configuration.nearCache = .init() }
        let clients = try (0..<connections).map { _ in try MedCodesClient(configuration) }
        _ = try await run(clients, streams: streams, calls: calls / 20, view: view)
        for client in clients where isNear { try await waitForWatch(of: client) }
        let cost = try await run(clients, streams: streams, calls: calls, view: view)
        let unit = isNear ? 1e3 : 1
        print(String(format: "%.2f %.0f", cost.cpuMicroseconds * unit / Double(calls), Double(calls) / cost.seconds))
        for client in clients { await client.close() }
    }

    /// Makes the calls and checks each answer.
    private static func run(
        _ clients: [MedCodesClient], streams: Int, calls: Int, view: CodeView
    ) async throws -> (cpuMicroseconds: Double, seconds: Double) {
        let key = try CodeKey(system: .cpt, code: "22849")
        let callsPerStream = calls / (clients.count * streams)
        let start = (cpuMicroseconds(), ContinuousClock.now)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients {
                for _ in 0..<streams {
                    group.addTask {
                        for _ in 0..<callsPerStream {
                            let code = try await client.code(key, view: view)
                            guard code.key == key, (code.procedure != nil) == (view == .full) else {
                                throw WrongAnswer()
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return (cpuMicroseconds() - start.0, (ContinuousClock.now - start.1) / .seconds(1))
    }

    private static func waitForWatch(of client: MedCodesClient) async throws {
        while client.nearCacheStatistics?.isTrusted != true { try await Task.sleep(for: .milliseconds(1)) }
        _ = try await client.code(.cpt, "22849", view: .basic)
    }

    private static func cpuMicroseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}

/// An answer is not the one asked for.
private struct WrongAnswer: Error {}
