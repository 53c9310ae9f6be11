internal import Dispatch
internal import EventLoop
internal import Glibc

/// Finds the addresses of a target. Names are looked up by the C library, which blocks, on a queue of their own.
struct TargetResolver: Sendable {
    /// Addresses that are used; a name with more is cut.
    static let addressCountMax = 256

    /// Looks up one endpoint; blocks.
    typealias Lookup = @Sendable (Endpoint) throws(ResolutionError) -> [SocketAddress]

    private let target: RPCTarget
    private let lookUp: Lookup

    init(_ target: RPCTarget, lookUp: @escaping Lookup) {
        self.target = target
        self.lookUp = lookUp
    }

    /// Whether the target consists of numbers, which always stand for the same addresses.
    var isFixed: Bool {
        target.endpoints.allSatisfy { endpoint in
            var address = in6_addr()
            return [AF_INET, AF_INET6].contains { inet_pton($0, endpoint.host, &address) == 1 }
        }
    }

    /// Looks the target up, and tells the loop.
    func resolve(
        on loop: EventLoop, whenDone: @escaping @Sendable (Result<[ServerAddress], ResolutionError>) -> Void
    ) {
        DispatchQueue.global().async {
            let found = Result { () throws(ResolutionError) in try addresses() }
            loop.execute { whenDone(found) }
        }
    }

    /// All addresses in the order to try them, each once. Blocks.
    ///
    /// - Throws: The first endpoint's failure, when no endpoint has an address.
    func addresses() throws(ResolutionError) -> [ServerAddress] {
        var found: [ServerAddress] = []
        var known: Set<Endpoint> = []
        var failure: ResolutionError?
        for endpoint in target.endpoints {
            do throws(ResolutionError) {
                found += try lookUp(endpoint).map { ServerAddress(endpoint: endpoint, address: $0) }
                    .filter { known.insert($0.numeric).inserted }
            } catch {
                failure = failure ?? error
            }
        }
        if found.isEmpty {
            throw failure ?? ResolutionError(host: target.description, reason: "it has no address")
        }
        return Array(AddressOrder.interleaved(found) { $0.numeric.host.contains(":") }.prefix(Self.addressCountMax))
    }
}
