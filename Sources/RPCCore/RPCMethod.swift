internal import Glibc

/// A method that a server offers, under the path it is called by.
public final class RPCMethod: Sendable {
    /// The service's full name: `medcodes.v1.CodeCatalogService`.
    public let service: String
    /// The method's name within its service: `GetCode`.
    public let name: String
    /// What serves it.
    public let handler: UnaryHandler

    /// The path on the wire, `/service/name`, as bytes to compare with.
    package let path: [UInt8]

    /// A unary method.
    public init(service: String, name: String, handler: @escaping UnaryHandler) {
        self.service = service
        self.name = name
        self.handler = handler
        path = Array("/\(service)/\(name)".utf8)
    }

    /// Whether these bytes are the method's path. Allocates nothing.
    package func hasPath(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard path.count == bytes.count, let start = bytes.baseAddress else { return false }
        return path.withUnsafeBufferPointer { path in
            guard let pathStart = path.baseAddress else { return false }
            return memcmp(pathStart, start, path.count) == 0
        }
    }
}
