public import RPCCore

extension RPCError {
    /// An error with details, concluded by this process.
    ///
    /// - Parameter message: For people; repeated inside the details, as google.rpc.Status asks.
    public init(
        _ code: StatusCode, _ message: String, details: StatusDetails, metadata: Metadata = Metadata(),
        cause: (any Error)? = nil
    ) {
        self.init(
            code, message, details: details.serialized(code: code, message: message), metadata: metadata, cause: cause)
    }

    /// The details as values; nil when there are none, or none that can be read. Parsed each time it is asked for.
    public var statusDetails: StatusDetails? {
        details.withUnsafeBytes { $0.isEmpty ? nil : StatusDetails(serialized: $0) }
    }
}
