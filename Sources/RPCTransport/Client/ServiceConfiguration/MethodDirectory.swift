/// Finds what a service configuration says about a call's path: by the method, by its service, or by the default.
struct MethodDirectory: Sendable {
    private var byPrefix: [Substring: RPCMethodConfiguration] = [:]

    init(_ configuration: RPCServiceConfiguration) {
        for method in configuration.methods {
            for name in method.names { byPrefix[Self.prefix(name)] = method }
        }
    }

    /// The most exact configuration for `/package.Service/Method`; nil when there is none.
    func configuration(of path: String) -> RPCMethodConfiguration? {
        guard !byPrefix.isEmpty else { return nil }
        if let method = byPrefix[path[...]] { return method }
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), let service = byPrefix[path[...slash]] {
            return service
        }
        return byPrefix["/"]
    }

    /// `/package.Service/Method`, `/package.Service/`, or `/`.
    private static func prefix(_ name: RPCMethodConfiguration.Name) -> Substring {
        name.service.isEmpty ? "/" : "/\(name.service)/\(name.method)"
    }
}
