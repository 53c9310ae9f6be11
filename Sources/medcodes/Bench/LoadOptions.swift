internal import ArgumentParser
internal import CommandLineSupport
internal import EventLoop

/// How hard a load test tries the server, and for how long.
struct LoadOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Connections, at most \(Self.connectionCountMax).", valueName: "count"))
    var connections = 4

    @Option(
        help: ArgumentHelp("Requests under way on each, at most \(Self.streamCountMax).", valueName: "count"))
    var streams = 8

    @Option(
        help: ArgumentHelp(
            "Requests per second in all, whatever the server does. (default: each stream makes one after the other)",
            valueName: "number"))
    var rate: Double?

    @Option(
        help: ArgumentHelp("How long requests that count are made. (default: 10s)", valueName: "duration"),
        transform: Self.time)
    var duration: TimeLimit?

    @Option(help: ArgumentHelp("How many requests count, instead of a duration.", valueName: "count"))
    var requests: Int?

    @Option(
        help: ArgumentHelp("How long requests are made before, or 0. (default: 1s)", valueName: "duration"),
        transform: { $0 == "0" ? .zero : try Self.time($0).duration })
    var warmUp = Duration.seconds(1)

    /// The most connections; each has a descriptor and a TLS session.
    static let connectionCountMax = 1_000
    /// The most streams of one connection.
    static let streamCountMax = 1_000
    /// The most requests per second.
    static let rateMax = 1_000_000.0
    /// The most requests that can be asked for.
    static let requestCountMax = 1_000_000_000

    func validate() throws {
        if !(1...Self.connectionCountMax).contains(connections) {
            throw ValidationError("Give --connections a number from 1 to \(Self.connectionCountMax).")
        }
        if !(1...Self.streamCountMax).contains(streams) {
            throw ValidationError("Give --streams a number from 1 to \(Self.streamCountMax).")
        }
        if let rate, !(0.1...Self.rateMax).contains(rate) {
            throw ValidationError("Give --rate a number from 0.1 to \(Int(Self.rateMax)).")
        }
        if let requests, !(1...Self.requestCountMax).contains(requests) {
            throw ValidationError("Give --requests a number from 1 to \(Self.requestCountMax).")
        }
        if duration != nil, requests != nil { throw ValidationError("Give --duration or --requests, not both.") }
    }

    /// The plan, with so long for each call.
    func plan(timeout: Duration) -> LoadPlan {
        LoadPlan(
            connectionCount: connections, streamCount: streams,
            arrivals: rate.map { .perSecond($0) } ?? .whenAnswered,
            warmUp: warmUp.nanoseconds,
            duration: (duration ?? (requests == nil ? .standard : .day)).duration.nanoseconds,
            requestCountMax: requests,
            timeout: timeout.nanoseconds)
    }

    private static func time(_ text: String) throws -> TimeLimit {
        guard let limit = TimeLimit(text) else { throw ValidationError("Give a duration such as 500ms, 10s or 2m.") }
        return limit
    }
}
