public import Logging
public import RPCCore

/// Writes one line for each call that has ended.
///
/// What the caller has sent stays out of it: no metadata, no message of an error, and no path that the server has not.
public final class CallLog: ServerInterceptor {
    private let logger: Logger
    private let level: Logger.Level
    /// Asked once, since asking a logger costs a hundred instructions.
    private let isOn: Bool

    /// A log. Where the logger's level is above this one, it costs one comparison for each call.
    public init(to logger: Logger, level: Logger.Level = .debug) {
        self.logger = logger
        self.level = level
        isOn = logger.logLevel <= level
    }

    /// Another log of the same: loops that share an object would share the line of memory that counts its holders.
    public func onLoop(_ methods: [RPCMethod]) -> any ServerInterceptor { CallLog(to: logger, level: level) }

    /// Writes the line.
    public func callEnded(_ call: any IncomingCall, _ ending: CallEnding) {
        guard isOn else { return }
        logger.log(level: level, "A call has ended", metadata: Self.metadata(of: call, ending))
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
        return metadata
    }
}
