/// A host and a port as people write them: `localhost:7443`, `192.0.2.1:7443`, `[::1]:7443`.
public struct Endpoint: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without brackets; never empty.
    public let host: String
    /// 0 to 65,535; 0 lets the kernel choose when listening.
    public let port: UInt16

    /// An endpoint.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`; nil for anything else. An IPv6 address must stand in brackets.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.init(host: String(host), port: port)
    }
}

extension Endpoint: CustomStringConvertible {
    /// The endpoint as it can be read back.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
