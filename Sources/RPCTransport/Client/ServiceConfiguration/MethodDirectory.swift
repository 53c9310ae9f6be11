/// What holds for the calls of a method: one reference for each call to hold, and nothing to copy.
final class MethodTerms: Sendable {
    let configuration: RPCMethodConfiguration

    init(_ configuration: RPCMethodConfiguration) { self.configuration = configuration }
}

/// Finds what a service configuration says about a call's path: by the method, by its service, or by the default.
struct MethodDirectory: Sendable {
    private var byPrefix: [Substring: MethodTerms] = [:]

    init(_ configuration: RPCServiceConfiguration) {
        for method in configuration.methods {
            let terms = MethodTerms(method)
            for name in method.names { byPrefix[Self.prefix(name)] = terms }
        }
    }

    /// The most exact terms for `/package.Service/Method`; nil when there are none.
    func terms(of path: String) -> MethodTerms? {
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
