public import EventLoop

/// Where a client connects to: one or more endpoints that serve the same, each a name with any number of addresses.
public struct RPCTarget: Hashable, Sendable {
    /// Endpoints that a text may list.
    public static let endpointCountMax = 64

    /// The endpoints in the order to prefer them; never empty.
    public let endpoints: [Endpoint]

    /// One endpoint and others behind it.
    public init(_ first: Endpoint, _ others: Endpoint...) { endpoints = [first] + others }

    /// Reads `HOST:PORT` or `HOST:PORT,HOST:PORT…`, with spaces allowed around the commas and up to
    /// ``endpointCountMax`` endpoints; nil for anything else. Port 0 is no place to connect to.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= Self.endpointCountMax else { return nil }
        let endpoints = parts.compactMap { Endpoint($0.trimmingSpaces) }
        guard endpoints.count == parts.count, endpoints.allSatisfy({ $0.port != 0 }) else { return nil }
        self.endpoints = endpoints
    }
}

extension RPCTarget: CustomStringConvertible {
    /// The target as it can be read back.
    public var description: String { endpoints.map(\.description).joined(separator: ",") }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        let text = drop { $0 == " " }
        return String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }
}
