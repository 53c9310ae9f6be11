public import RPCCore

/// What a caller may do: in which role, which methods, and how much at once.
public struct Grant: Hashable, Sendable {
    /// The role, which is one for all methods.
    public var role: Caller.Role
    /// The methods, beside what the role allows; nil for all of them.
    public var methods: MethodList?
    /// How much; what is not said here is what everybody has.
    public var limits: CallLimits

    /// A grant.
    public init(role: Caller.Role = .reader, methods: MethodList? = nil, limits: CallLimits = CallLimits()) {
        self.role = role
        self.methods = methods
        self.limits = limits
    }
}
