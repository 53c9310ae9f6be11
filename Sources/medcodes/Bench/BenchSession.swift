internal import CatalogModel
internal import CommandLineSupport
internal import EventLoop
internal import Foundation
internal import MedCodesClient
internal import RPCCore
internal import RPCTransport

/// A load test from the first line to the result: connects, reads codes, rehearses, measures.
struct BenchSession {
    private let options: Bench
    private let client: MedCodesClient
    private let console: Console
    private let progress: ProgressLine<ContinuousClock>

    /// The most loops that drive connections.
    private static let loopCountMax = 4
    private static let progressInterval = Duration.milliseconds(250)
    /// How often a server is asked, after each interval, whether it can search.
    private static let searchPollCountMax = 240

    /// A session with these options.
    init(_ options: Bench, client: MedCodesClient, console: Console) {
        self.options = options
        self.client = client
        self.console = console
        progress = ProgressLine(on: console)
    }

    /// Runs the test.
    ///
    /// - Throws: ``CommandFailure``; ``MedCodesError`` when the service cannot be reached or refuses the rehearsal.
    func run() async throws -> LoadResult {
        defer { progress.clear() }
        var conditions = conditions()
        console.say(StyledText("load on \(conditions.server): \(conditions.pace)"))
        conditions.revision = try await client.catalog().revision.rawValue
        let codes = try await CodeSample.read(
            from: client, systems: options.requests.system, asOf: options.lookup.asOf,
            countMax: options.requests.keys, seed: options.requests.seed
        ) { count in
            progress.show("\(count) codes read")
        }
        conditions.keys = codes.count
        progress.clear()
        console.say(StyledText("asking \(conditions.questions)"))
        try await waitForSearch()
        return try await withConnections { connections in
            let drawing = try await rehearse(about: codes, over: connections)
            return try await measure(drawing, over: connections, conditions)
        }
    }

    private func conditions() -> LoadResult.Conditions {
        let plan = options.load.plan(timeout: client.timeout)
        return LoadResult.Conditions(
            server: client.server, started: UTCTime.text(Int64(Date().timeIntervalSince1970)),
            ratePerSecond: options.load.rate, connections: plan.connectionCount, streams: plan.streamCount,
            mix: Dictionary(uniqueKeysWithValues: options.requests.mix.weights.map { ($0.key.rawValue, $0.value) }),
            keys: options.requests.keys, popularity: options.requests.popularity.description,
            seed: options.requests.seed, warmUpSeconds: Double(plan.warmUp) / 1e9, revision: 0)
    }

    // MARK: Steps

    /// A server that was just started builds its index first. Waits for that, for a while.
    private func waitForSearch() async throws {
        guard !options.requests.mix.methods.allSatisfy({ $0.isLookup }) else { return }
        for _ in 0..<Self.searchPollCountMax {
            guard try await client.health(of: "medcodes.v1.CodeCatalogService.SearchCodes") != .serving else { return }
            progress.show("waiting for the search index")
            try await Task.sleep(for: Self.progressInterval)
        }
    }

    /// Connects, gives the connections to the body, and closes them.
    private func withConnections<Value>(_ body: ([RPCClient]) async throws -> Value) async throws -> Value {
        let count = options.load.connections
        let loops: EventLoopGroup
        do {
            loops = try EventLoopGroup(
                label: "bench", count: min(count, ProcessInfo.processInfo.activeProcessorCount, Self.loopCountMax))
        } catch {
            throw CommandFailure(.failure, "cannot start an event loop: \(error.reason)", remedy: "raise 'ulimit -n'")
        }
        let connections = try (0..<count).map { _ in try client.makeTransport(on: loops) }
        let outcome: Result<Value, any Error>
        do {
            try await open(connections)
            outcome = .success(try await body(connections))
        } catch { outcome = .failure(error) }
        for connection in connections { await connection.close() }
        for loop in loops.loops { loop.shutDown() }
        return try outcome.get()
    }

    /// Has each connection answer something, so that none connects while requests count.
    private func open(_ connections: [RPCClient]) async throws {
        try await withThrowingTaskGroup { [client] group in
            for connection in connections {
                group.addTask {
                    _ = try await client.answer(
                        to: MessageFrame(message: []), of: "/medcodes.v1.CodeCatalogService/GetCatalog",
                        over: connection)
                }
            }
            try await group.waitForAll()
        }
    }

    private func rehearse(about codes: [Code], over connections: [RPCClient]) async throws -> RequestDrawing {
        let turn = Turn(connections)
        var rehearsal = Rehearsal { [client] method, frame in
            try await client.answer(to: frame, of: method.path, over: turn.next())
        }
        var prepared: [PreparedRequests] = []
        for method in options.requests.mix.methods {
            let requests = options.requests.requests(of: method, about: codes, asOf: options.lookup.asOf)
            prepared.append(
                try await rehearsal.prepare(requests, of: method, comparedWith: client) { count in
                    progress.show("\(method.name): \(count) of \(requests.count) answers checked")
                })
        }
        return RequestDrawing(prepared, mix: options.requests.mix, popularity: options.requests.popularity)
    }

    private func measure(
        _ drawing: RequestDrawing, over connections: [RPCClient], _ conditions: LoadResult.Conditions
    ) async throws -> LoadResult {
        var plan = options.load.plan(timeout: client.timeout)
        plan.metadata = client.callMetadata
        let run = LoadRun(connections, drawing: drawing, plan: plan, seed: options.requests.seed)
        let status = LoadStatus { run.stop() }
        let signals = TerminationSignals()
        let (progress, interval) = (progress, Self.progressInterval)
        let watch = Task {
            await signals.first()
            if !Task.isCancelled { run.stop() }
        }
        let display = Task {
            let clock = ContinuousClock()
            let start = clock.now
            while !Task.isCancelled {
                let (ended, failed) = status.counts
                let seconds = Quantity.fixed((clock.now - start) / .seconds(1), 0)
                progress.show("\(seconds) s: \(ended) requests" + (failed > 0 ? ", \(failed) failed" : ""))
                try? await clock.sleep(for: interval)
            }
        }
        let (tally, window) = await run.run(status: status)
        display.cancel()
        watch.cancel()
        await display.value
        if let method = status.wrongMethod {
            throw CommandFailure(
                .failure, "\(method.name) answered otherwise than before the test to the same request",
                remedy: "was the catalog changed meanwhile? run the test again")
        }
        return LoadResult(
            tally, of: drawing, window: window, conditions: conditions, isInterrupted: run.wasStopped)
    }
}
