internal import Access
internal import AdminHTTP
internal import AuditLog
internal import CatalogCache
internal import CatalogService
internal import CommandLineSupport
internal import Foundation
internal import RPCCore
internal import RPCServices
internal import RPCTransport

/// What the server counts, as Prometheus reads it. The names of calls are those of grpc-prometheus, so that dashboards
/// made for other servers show this one.
struct ServerMetrics: Sendable {
    let calls: CallMetrics
    let authorization: CallAuthorization
    let server: RPCServer
    let catalog: CodeCatalogService
    let store: StoreStatus
    let health: HealthRegistry
    let audit: AuditLog?
    /// When the certificate that is shown ends; nil when that cannot be told.
    let certificateEnd: @Sendable () -> CertificateTime?

    private let startedAt = Date().timeIntervalSince1970

    /// All metrics.
    func text() async -> String {
        var text = MetricsText()
        addCalls(to: &text)
        addRefusals(to: &text)
        await addConnections(to: &text)
        audit?.statistics.add(to: &text)
        addCaches(to: &text)
        addHealth(to: &text)
        await addStore(to: &text)
        addProcess(to: &text)
        return text.text
    }

    private func addCalls(to text: inout MetricsText) {
        let methods = calls.snapshot()
        func labels(_ method: RPCMethod?) -> (type: String, service: String, name: String) {
            (method?.kind.metricLabel ?? "unknown", method?.service ?? "unknown", method?.name ?? "unknown")
        }
        func each(_ name: String, help: String, _ value: (MethodMetrics) -> UInt64) {
            text.begin(name, .counter, help: help)
            for metrics in methods {
                let method = labels(metrics.method)
                text.sample(
                    name, ["grpc_type": method.type, "grpc_service": method.service, "grpc_method": method.name],
                    value(metrics))
            }
        }
        each("grpc_server_started_total", help: "Calls whose header list has come.") { $0.startedCount }
        text.begin("grpc_server_handled_total", .counter, help: "Calls that have ended, by status.")
        for metrics in methods {
            let method = labels(metrics.method)
            for (status, count) in metrics.handledCounts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                text.sample(
                    "grpc_server_handled_total",
                    [
                        "grpc_type": method.type, "grpc_service": method.service, "grpc_method": method.name,
                        "grpc_code": status.metricLabel,
                    ], count)
            }
        }
        each("grpc_server_msg_received_total", help: "Request messages of calls that have ended.") {
            UInt64($0.traffic.requestMessageCount)
        }
        each("grpc_server_msg_sent_total", help: "Reply messages of calls that have ended.") {
            UInt64($0.traffic.replyMessageCount)
        }
        each("medcodes_server_received_bytes_total", help: "Bytes of request messages of calls that have ended.") {
            UInt64($0.traffic.requestByteCount)
        }
        each("medcodes_server_sent_bytes_total", help: "Bytes of reply messages of calls that have ended.") {
            UInt64($0.traffic.replyByteCount)
        }
        addLatencies(methods, to: &text)
    }

    private func addEndings(_ frames: EndingFrameCounts, to text: inout MetricsText) {
        func add(_ name: String, help: String, received: UInt64, sent: UInt64) {
            text.begin(name, .counter, help: help)
            text.sample(name, ["direction": "received"], received)
            text.sample(name, ["direction": "sent"], sent)
        }
        add(
            "medcodes_stream_resets_total", help: "Streams that were ended at once (RST_STREAM).",
            received: frames.receivedResets, sent: frames.sentResets)
        add(
            "medcodes_goaways_total", help: "Connections whose end was announced (GOAWAY).",
            received: frames.receivedGoAways, sent: frames.sentGoAways)
    }

    private func addLatencies(_ methods: [MethodMetrics], to text: inout MetricsText) {
        let name = "grpc_server_handling_seconds"
        text.begin(name, .histogram, help: "Time from the header list to the end of a call.")
        for metrics in methods {
            let (type, service, method) = (
                metrics.method?.kind.metricLabel ?? "unknown", metrics.method?.service ?? "unknown",
                metrics.method?.name ?? "unknown"
            )
            text.histogram(
                name, ["grpc_type": type, "grpc_service": service, "grpc_method": method], metrics.latency)
        }
    }

    private func addRefusals(to text: inout MetricsText) {
        text.begin(
            "medcodes_calls_refused_total", .counter, help: "Calls that their callers may not make, by why.")
        for (refusal, count) in authorization.refusalCounts.sorted(by: { $0.key.label < $1.key.label }) {
            text.sample("medcodes_calls_refused_total", ["reason": refusal.label], count)
        }
    }

    private func addConnections(to text: inout MetricsText) async {
        let counts = server.statistics
        text.add("medcodes_connections", .gauge, help: "Connections that stand.", counts.connectionCount)
        text.add(
            "medcodes_connections_accepted_total", .counter, help: "Connections that were ever taken.",
            counts.acceptedConnectionCount)
        text.add(
            "medcodes_connections_refused_total", .counter,
            help: "Connections that were closed at once because there were as many as there may be.",
            counts.refusedConnectionCount)
        text.add(
            "medcodes_connections_max", .gauge, help: "Connections that there may be.", counts.connectionCountMax)
        addEndings(counts.endingFrames, to: &text)
        text.add(
            "medcodes_calls_shed_total", .counter, help: "Calls that were refused because there was no room for them.",
            counts.shedCallCount)
        text.begin("medcodes_loop_lag_seconds", .gauge, help: "How long a job waits before its event loop gets to it.")
        for (index, lag) in await server.loopLags().enumerated() {
            text.sample("medcodes_loop_lag_seconds", ["loop": "\(index)"], lag.map { $0 / .seconds(1) } ?? .infinity)
        }
        if let end = certificateEnd() {
            text.add(
                "medcodes_tls_certificate_expiry_timestamp_seconds", .gauge,
                help: "When the server's certificate ends, in Unix time.", end.unixSeconds)
        }
    }

    private func addCaches(to text: inout MetricsText) {
        let caches = CachedKind.allCases.compactMap { kind in catalog.cacheStatistics[kind].map { (kind.rawValue, $0) }
        }
        func each(_ name: String, _ kind: MetricsText.Kind, help: String, _ value: (CacheStatistics) -> Int) {
            text.begin(name, kind, help: help)
            for (cache, statistics) in caches { text.sample(name, ["cache": cache], value(statistics)) }
        }
        each("medcodes_cache_hits_total", .counter, help: "Questions answered from memory.") { $0.hits }
        each("medcodes_cache_misses_total", .counter, help: "Questions that were not.") { $0.misses }
        each(
            "medcodes_cache_negatives_total", .counter, help: "Questions answered from memory: there is no such thing."
        ) {
            $0.negatives
        }
        each("medcodes_cache_joined_total", .counter, help: "Questions that waited for a load under way.") { $0.joined }
        each("medcodes_cache_stale_total", .counter, help: "Questions answered with what was out of date.") { $0.stale }
        each("medcodes_cache_failed_loads_total", .counter, help: "Loads that failed.") { $0.failedLoads }
        each("medcodes_cache_evictions_total", .counter, help: "Entries that went to make room.") { $0.evictions }
        each("medcodes_cache_outdated_total", .counter, help: "Entries that a revision made out of date.") {
            $0.outdated
        }
        each("medcodes_cache_entries", .gauge, help: "Entries held.") { $0.entryCount }
        each("medcodes_cache_bytes", .gauge, help: "What the entries weigh.") { $0.byteCount }
    }

    private func addProcess(to text: inout MetricsText) {
        let process = ProcessFigures.current
        text.add(
            "process_resident_memory_bytes", .gauge, help: "Memory that is held.", process.residentByteCount)
        text.add("process_virtual_memory_bytes", .gauge, help: "Addresses that are taken.", process.virtualByteCount)
        text.add("process_open_fds", .gauge, help: "Descriptors that are open.", process.descriptorCount)
        text.add("process_max_fds", .gauge, help: "Descriptors that may be open.", process.descriptorCountMax)
        text.add("process_threads", .gauge, help: "Threads.", process.threadCount)
        text.add("process_cpu_seconds_total", .counter, help: "Time on processors.", process.processorSeconds)
        text.add(
            "process_start_time_seconds", .gauge, help: "When the process was started, in Unix time.", startedAt)
        text.begin("medcodes_build_info", .gauge, help: "The version, as a label of the number 1.")
        text.sample("medcodes_build_info", ["version": Program.version], 1)
    }
}

extension MethodKind {
    /// As grpc-prometheus writes it.
    fileprivate var metricLabel: String {
        switch self {
        case .unary: "unary"
        case .serverStreaming: "server_stream"
        case .clientStreaming: "client_stream"
        case .bidirectionalStreaming: "bidi_stream"
        }
    }
}

extension StatusCode {
    /// As grpc-prometheus writes it: `OK`, `NotFound`.
    fileprivate var metricLabel: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "Canceled"
        default: description.split(separator: "_").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
        }
    }
}
