internal import RPCCore

/// What holds for the calls of some methods (gRPC proposal A2, `methodConfig`).
public struct RPCMethodConfiguration: Hashable, Sendable {
    /// Which methods are meant.
    public struct Name: Hashable, Sendable {
        /// The full name of a service, such as `medcodes.v1.CodeCatalogService`; empty for all services.
        public var service: String
        /// A method of it; empty for all its methods.
        public var method: String

        /// A name; without arguments it stands for every method that no other configuration names.
        public init(service: String = "", method: String = "") {
            self.service = service
            self.method = method
        }
    }

    /// What happens with a call beyond its first attempt.
    public enum Attempts: Hashable, Sendable {
        /// It is made again when it fails.
        case retry(RPCRetryPolicy)
        /// It is made several times side by side.
        case hedge(RPCHedgingPolicy)
    }

    /// The methods. The most exact name that fits a call counts.
    public var names: [Name]
    /// How long a call may take; a deadline of its own that is earlier counts.
    public var timeout: Duration?
    /// Whether calls wait for a connection instead of failing when there is none; a call may say otherwise.
    public var waitsForReady: Bool?
    /// The longest request, in bytes; one that is longer is not sent.
    public var requestByteCountMax: Int?
    /// The longest reply, in bytes; the client's own limit counts where it is lower.
    public var replyByteCountMax: Int?
    /// Retries or hedging; nil for a single attempt. Unary calls only: a stream is made again only when the server has not
    /// looked at it.
    public var attempts: Attempts?

    /// A configuration that says nothing yet.
    public init(names: [Name], attempts: Attempts? = nil) {
        self.names = names
        self.attempts = attempts
    }
}

extension RPCMethodConfiguration {
    /// Checks what the types leave open.
    ///
    /// - Parameter path: Where the configuration stands.
    func check(at path: String) throws(RPCServiceConfigurationError) {
        for (index, name) in names.enumerated() where name.service.isEmpty {
            try require(
                name.method.isEmpty, "\(path).name[\(index)]", "names the method '\(name.method)' without its service")
        }
        if let timeout { try require(timeout >= .zero, "\(path).timeout", "must not be negative") }
        if let count = requestByteCountMax {
            try require(count >= 0, "\(path).maxRequestMessageBytes", "must not be negative")
        }
        if let count = replyByteCountMax {
            try require(count >= 0, "\(path).maxResponseMessageBytes", "must not be negative")
        }
        switch attempts {
        case .retry(let policy): try policy.check(at: "\(path).retryPolicy")
        case .hedge(let policy): try policy.check(at: "\(path).hedgingPolicy")
        case nil: break
        }
    }
}

extension RPCMethodConfiguration {
    /// Refuses a request that is too long.
    func checkRequest(_ frame: MessageFrame) throws(RPCError) {
        let byteCount = frame.byteCount - MessageFrame.prefixByteCount
        guard let limit = requestByteCountMax, byteCount > limit else { return }
        throw RPCError(.resourceExhausted, "the request has \(byteCount) bytes; the limit is \(limit)")
    }
}
