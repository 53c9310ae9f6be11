public import RPCCore

/// Methods by name, as people list them: `GetCode`, `medcodes.v1.CodeCatalogService/GetCode`, or all of a service with
/// `medcodes.v1.CodeCatalogService/*`. A list of none keeps everything out but what tells whether the server lives.
public struct MethodList: Hashable, Sendable {
    /// The names, as they were given.
    public let names: [String]

    private let nameSet: Set<String>

    /// A list of these names. Whether there are such methods, ``unknown(among:)`` tells.
    public init(_ names: [String]) {
        self.names = names
        nameSet = Set(names)
    }

    /// Whether the method is one of these.
    public func contains(_ method: RPCMethod) -> Bool {
        contains(service: method.service, name: method.name)
    }

    /// The first name that none of these methods has; nil when all are known.
    ///
    /// - Parameter methods: Every method there is, as `service/name`.
    public func unknown(among methods: [String]) -> String? {
        names.first { name in
            let list = MethodList([name])
            return !methods.contains { method in
                let parts = method.split(separator: "/").map(String.init)
                return parts.count == 2 && list.contains(service: parts[0], name: parts[1])
            }
        }
    }

    private func contains(service: String, name: String) -> Bool {
        nameSet.contains(name) || nameSet.contains("\(service)/\(name)") || nameSet.contains("\(service)/*")
    }
}
