public import Logging
public import RPCCore

/// Writes one line for each call that has ended.
///
/// What the caller has sent stays out of it: no metadata but well-formed ids, no message of an error, and no path that the
/// server has not. A switch has these shown, for finding faults.
public final class CallLog: ServerInterceptor {
    private let logger: Logger
    private let level: Logger.Level
    private let showsContent: @Sendable () -> Bool

    /// A log. Where the logger's level is above this one, it costs one comparison for each call.
    ///
    /// - Parameter showsContent: Whether lines may show what the caller has sent; asked for each line.
    public init(
        to logger: Logger, level: Logger.Level = .debug, showsContent: @escaping @Sendable () -> Bool = { false }
    ) {
        self.logger = logger
        self.level = level
        self.showsContent = showsContent
    }

    /// Another log of the same: loops that share an object would share the line of memory that counts its holders.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor {
        CallLog(to: logger, level: level, showsContent: showsContent)
    }

    /// Writes the line.
    public func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        guard logger.logLevel <= level else { return }
        var metadata = Self.metadata(of: call, ending)
        if showsContent() {
            metadata["path"] = .string(call.path)
            metadata["error"] = ending.error.map { .string($0.message) }
            for entry in call.metadata.entries {
                if case .text(let text) = entry.value, !Self.isSecret(entry.key) {
                    metadata["header-\(entry.key)"] = .string(text)
                }
            }
        }
        logger.log(level: level, "A call has ended", metadata: metadata)
    }

    private static func metadata(of call: any IncomingCall, _ ending: CallEnding) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": .string(call.calledMethod == nil ? "unknown" : call.path),
            "peer": .string(call.peer),
            "status": .stringConvertible(ending.status),
            "microseconds": .stringConvertible(ending.nanoseconds / 1000),
            "requests": .stringConvertible(ending.traffic.requestMessageCount),
            "request-bytes": .stringConvertible(ending.traffic.requestByteCount),
            "replies": .stringConvertible(ending.traffic.replyMessageCount),
            "reply-bytes": .stringConvertible(ending.traffic.replyByteCount),
        ]
        if let identity = call.peerIdentity { metadata["identity"] = .string(identity.subject) }
        if let caller = call.caller { metadata["caller"] = .string(caller.name) }
        call.forEachField(RequestID.field) { id in
            if RequestID.isWellFormed(id) { metadata["request"] = .string(String(decoding: id, as: UTF8.self)) }
        }
        call.forEachField(TraceParent.field) { text in
            guard let id = TraceParent.traceID(in: text) else { return }
            metadata["trace"] = .string(String(decoding: id, as: UTF8.self))
        }
        return metadata
    }

    /// What is never shown: credentials.
    private static func isSecret(_ key: String) -> Bool { key == "authorization" || key == "cookie" }
}
