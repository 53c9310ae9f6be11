internal import Access
internal import CommandLineSupport
internal import RPCCore

// A grant as files say it: { role: 'reader', methods: ['GetCode'], 'rate-limit': '50/200', 'concurrency-limit': 20 }

extension SettingsFile.Group {
    /// The names of what a grant says.
    static let grantNames = ["role", "methods", "rate-limit", "concurrency-limit"]

    /// The grant of this group; what is not given is a reader's, with all methods.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with the place of what is wrong, and what to write.
    func grant() throws(CommandFailure) -> Grant {
        let role = try value("role", expected: "reader or admin") { Caller.Role(rawValue: $0) }
        let methods = try texts("methods").map { (names) throws(CommandFailure) in
            try KnownMethods.list(names, place: place(of: "methods"))
        }
        let limits = CallLimits(
            rate: try value("rate-limit", expected: ServeDefinitions.rateExpected) { RateLimit($0) },
            concurrency: try value("concurrency-limit", expected: ServeDefinitions.concurrencyExpected) {
                ConcurrencyLimit($0)
            })
        return Grant(role: role ?? .reader, methods: methods, limits: limits)
    }

    /// A value of a kind of its own; nil when it is not given.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` when it cannot be read.
    func value<Value>(
        _ name: String, expected: String, _ read: (String) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let text = try text(name) else { return nil }
        if let value = read(text) { return value }
        throw CommandFailure(.usage, "\(place(of: name)): \(name) cannot be '\(text)'", remedy: "write \(expected)")
    }
}
