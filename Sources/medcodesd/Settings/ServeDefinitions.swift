internal import Access
internal import AuditLog
internal import CommandLineSupport
internal import EventLoop
internal import Logging

/// All settings of `serve` and `check`, in the order of the help.
enum ServeDefinitions {
    static let listen = SettingDefinition<Endpoint>(
        name: "listen", valueName: "host:port", summary: "Where to listen; port 0 takes a free one.",
        expected: "HOST:PORT, e.g. 127.0.0.1:7443",
        standard: { _ in Endpoint(host: "127.0.0.1", port: 7443) }, read: { Endpoint($0[0]) })

    static let store = SettingDefinition<StoreURL>(
        name: "store", valueName: "url", summary: "The catalog, e.g. sqlite:/var/lib/medcodes/catalog.sqlite.",
        expected: "sqlite:PATH",
        standard: { StoreURL(path: $0.path + "/starter.sqlite") }, read: { StoreURL($0[0]) })

    static let tlsCertificate = SettingDefinition<String>(
        name: "tls-certificate", valueName: "file", summary: "The server's certificate and its chain, PEM.",
        expected: "a file", standard: { $0.certificates + "/server.pem" }, read: path)

    static let tlsKey = SettingDefinition<String>(
        name: "tls-key", valueName: "file", summary: "The private key of the certificate, PEM.",
        expected: "a file", standard: { $0.certificates + "/server.key" }, read: path)

    static let clientCA = SettingDefinition<String?>(
        name: "client-ca", valueName: "file",
        summary:
            "Asks clients for a certificate signed by one of these authorities, PEM; demands it where there are no tokens.",
        expected: "a file",
        standardText: "none: clients show no certificate", standard: { _ in nil }, read: { path($0).map { .some($0) } })

    static let adminIdentities = SettingDefinition<Set<String>>(
        name: "admin-identity", valueName: "name",
        summary: "A name of the client certificates that may change the catalog; may be repeated.",
        expected: "a name of a client certificate, e.g. loader.example", isReloadable: true, isList: true,
        standardText: "none: nobody may change the catalog over the wire", standard: { _ in [] },
        read: { $0.isEmpty || $0.contains("") ? nil : Set($0) })

    static let identities = SettingDefinition<String?>(
        name: "identities", valueName: "file",
        summary: "What the owners of client certificates may do, by name: a JSON5 file, taken anew when it changes.",
        expected: "a file", isReloadable: true, standardText: "none: every client certificate may read",
        standard: { _ in nil }, read: { path($0).map { .some($0) } })

    static let tokens = SettingDefinition<String?>(
        name: "tokens", valueName: "file",
        summary: "The tokens that let their holders call: a file of 'medcodesd token', taken anew when it changes.",
        expected: "a file", standardText: "none: nobody is known by a token", standard: { _ in nil },
        read: { path($0).map { .some($0) } })

    static let anonymous = SettingDefinition<AnonymousPolicy?>(
        name: "anonymous", valueName: "readers|none",
        summary: "Whether those may read who show neither certificate nor token; only on a loopback address.",
        expected: "readers or none", standardText: "readers on loopback without client-ca and tokens, otherwise none",
        standard: { _ in nil }, read: { AnonymousPolicy(rawValue: $0[0]).map { .some($0) } })

    static let rateExpected = "calls for each second and, if more may come at once, a burst, e.g. 50 or 50/200; or none"
    static let rateLimit = SettingDefinition<RateLimit>(
        name: "rate-limit", valueName: "rate[/burst]",
        summary: "Calls for each second that a caller may make, and how many may come at once, e.g. 50/200.",
        expected: rateExpected, isReloadable: true, standard: { _ in .unlimited }, read: { RateLimit($0[0]) })

    static let concurrencyExpected = "a number from 1 to \(ConcurrencyLimit.countMax), or none"
    static let concurrencyLimit = SettingDefinition<ConcurrencyLimit>(
        name: "concurrency-limit", valueName: "number",
        summary: "Calls that a caller may have in progress, on all its connections together.",
        expected: concurrencyExpected, isReloadable: true, standard: { _ in .unlimited },
        read: { ConcurrencyLimit($0[0]) })

    static let cacheSize = SettingDefinition<ByteSize>(
        name: "cache-size", valueName: "size", summary: "What the cached answers may weigh, e.g. 64MiB.",
        expected: "a size, e.g. 64MiB", standard: { _ in ByteSize(byteCount: 64 << 20) }, read: { ByteSize($0[0]) })

    static let callLimit = SettingDefinition<Int>(
        name: "call-limit", valueName: "number",
        summary: "Calls in progress at once, over all connections; more are told to come back later.",
        expected: "a number from 1 to 1000000", standard: { _ in 20_000 },
        read: { Int($0[0]).flatMap { (1...1_000_000).contains($0) ? $0 : nil } })

    static let drainTime = SettingDefinition<TimeLimit>(
        name: "drain-time", valueName: "time",
        summary: "How long calls under way may take when the server stops or is replaced.",
        expected: "a duration from 1ms to 1440m, e.g. 10s", isReloadable: true, standard: { _ in .standard },
        read: { TimeLimit($0[0]) })

    static let search = SettingDefinition<Switch>(
        name: "search", valueName: "on|off",
        summary: "Whether codes can be searched; off saves the memory of the index and the time to build it.",
        expected: "on or off", standard: { _ in .on }, read: { Switch(rawValue: $0[0]) })

    static let adminListen = SettingDefinition<Endpoint?>(
        name: "admin-listen", valueName: "host:port",
        summary:
            "Where to serve /livez, /readyz, /metrics and /configz over plain HTTP; anyone who can connect may read them.",
        expected: "HOST:PORT, e.g. 127.0.0.1:7480", standardText: "none: they are not served", standard: { _ in nil },
        read: { Endpoint($0[0]).map { .some($0) } })

    static let auditLog = SettingDefinition<String?>(
        name: "audit-log", valueName: "file",
        summary: "Where to write a line for each call before its answer leaves; calls are refused while that fails.",
        expected: "a file", standardText: "none: calls are not written down", standard: { _ in nil },
        read: { path($0).map { .some($0) } })

    static let auditMode = SettingDefinition<AuditMode>(
        name: "audit-mode", valueName: "buffered|durable",
        summary:
            "What a line survives: the end of the process, or also a loss of power, which makes calls wait for the disk.",
        expected: "buffered or durable", standard: { _ in .buffered }, read: { AuditMode(rawValue: $0[0]) })

    static let auditFileSize = SettingDefinition<ByteSize>(
        name: "audit-file-size", valueName: "size",
        summary: "When a file of the audit log is closed and the next begun, e.g. 256MiB.",
        expected: "a size from 4KiB on, e.g. 256MiB",
        standard: { _ in ByteSize(byteCount: AuditLog.fileByteCountStandard) },
        read: { ByteSize($0[0]).flatMap { $0.byteCount >= 4096 ? $0 : nil } })

    static let logLevel = SettingDefinition<Logger.Level>(
        name: "log-level", valueName: "level",
        summary: "The least important lines of the log: debug (each call), info, notice, warning or error.",
        expected: "debug, info, notice, warning or error", isReloadable: true, standard: { _ in .notice },
        read: { Logger.Level(rawValue: $0[0]).flatMap { $0 == .trace || $0 == .critical ? nil : $0 } })

    static let logFormat = SettingDefinition<LogFormat>(
        name: "log-format", valueName: "text|json",
        summary: "How lines on standard error are written: for people, or as a JSON object each.",
        expected: "text or json", standard: { _ in .text }, read: { LogFormat(rawValue: $0[0]) })

    static let logContent = SettingDefinition<Switch>(
        name: "log-content", valueName: "on|off",
        summary: "Whether lines about calls show what callers sent, which may be about patients; for finding faults.",
        expected: "on or off", isReloadable: true, standard: { _ in .off }, read: { Switch(rawValue: $0[0]) })

    private static let path: @Sendable ([String]) -> String? = { $0[0].isEmpty ? nil : $0[0] }
}
