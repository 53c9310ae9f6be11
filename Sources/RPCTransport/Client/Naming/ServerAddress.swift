internal import EventLoop

/// One address of a target, with the endpoint whose name led to it.
struct ServerAddress: Sendable {
    /// The endpoint as it was configured: what calls name as `:authority`, and the host the certificate must be for.
    let endpoint: Endpoint
    /// Where to connect to.
    let address: SocketAddress

    /// The address as a number and a port, by which two are the same.
    var numeric: Endpoint { address.endpoint }
    /// The endpoint, and the address where that says more: `localhost:7443 at [::1]:7443`.
    var description: String { numeric == endpoint ? "\(endpoint)" : "\(endpoint) at \(numeric)" }
}
