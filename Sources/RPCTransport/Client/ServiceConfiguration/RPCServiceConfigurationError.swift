/// What is wrong with a service configuration, and where.
public struct RPCServiceConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path of the field, such as `methodConfig[0].retryPolicy.maxAttempts`; empty for the whole text.
    public let field: String
    /// What is wrong with it, for people.
    public let reason: String

    init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    /// `service configuration: methodConfig[0].retryPolicy.maxAttempts: must be 2 or more, not 1`.
    public var description: String { "service configuration: \(field.isEmpty ? "" : "\(field): ")\(reason)" }
}

/// Throws what is wrong with the field unless the condition holds.
func require(
    _ condition: Bool, _ field: String, _ reason: @autoclosure () -> String
) throws(RPCServiceConfigurationError) {
    guard condition else { throw RPCServiceConfigurationError(field, reason()) }
}
