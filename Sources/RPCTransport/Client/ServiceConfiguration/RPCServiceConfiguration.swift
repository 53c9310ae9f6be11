/// How a client treats a service's calls: timeouts, retries, hedging, balancing (gRPC proposal A2, "Service Config").
/// Given in code, or read from JSON with ``init(json:)``.
public struct RPCServiceConfiguration: Hashable, Sendable {
    /// What holds for the calls of some methods; no name may occur twice.
    public var methods: [RPCMethodConfiguration] = []
    /// When retries and hedging stop; nil for never.
    public var retryThrottling: RPCRetryThrottling?
    /// Which addresses calls go to.
    public var loadBalancing = RPCLoadBalancing.pickFirst

    /// Single attempts, over one connection.
    public init() {}
}

extension RPCServiceConfiguration {
    /// Checks what the types leave open.
    func check() throws(RPCServiceConfigurationError) {
        var known: Set<RPCMethodConfiguration.Name> = []
        for (index, method) in methods.enumerated() {
            let path = "methodConfig[\(index)]"
            try method.check(at: path)
            for (position, name) in method.names.enumerated() {
                try require(
                    known.insert(name).inserted, "\(path).name[\(position)]",
                    "'\(name.service)/\(name.method)' is named twice")
            }
        }
        try retryThrottling?.check(at: "retryThrottling")
    }
}
