internal import EventLoop
internal import RPCCore

/// Why no connection could be made, or why one was lost: the ``RPCError/cause`` of calls that end with UNAVAILABLE on it.
package struct ConnectionFailure: Error, Hashable, Sendable {
    /// The causes that people can tell apart, and act on.
    package enum Reason: Hashable, Sendable {
        /// The target's name has no address.
        case unknownHost
        /// Nobody listens there.
        case refused
        /// Another error of the network.
        case network
        /// Nobody answered in time.
        case timeout
        /// This end does not agree on TLS with the server.
        case tls(TLSError.Reason)
        /// The server has said that it does not agree on TLS with this end: with our certificate, for instance.
        case tlsRefused(TLSError.Reason)
        /// What the server sent is no HTTP/2.
        case notHTTP2
        /// The server took the connection down.
        case closedByServer
    }

    /// The cause.
    package let reason: Reason
    /// Whether the call surely had no effect, so that it can be made again whatever it does.
    package let isUnprocessed: Bool
    /// Whether the cause may pass by itself, so that another attempt makes sense: a server that is down may come back, a
    /// certificate that is wrong stays so.
    let mayPass: Bool
    /// The cause in one line, for people.
    package let message: String
    /// The address and the cause alone, for messages about several.
    private var place = ""

    init(_ reason: Reason, _ message: String, isUnprocessed: Bool, mayPass: Bool? = nil) {
        self.reason = reason
        self.mayPass = mayPass ?? reason.mayPass
        self.isUnprocessed = isUnprocessed
        self.message = message
    }

    /// A failure to connect to one address.
    init(connectingTo server: ServerAddress, _ reason: Reason, _ detail: String) {
        self.init(reason, "cannot connect to \(server.description): \(detail)", isUnprocessed: true)
        place = "\(server.description): \(detail)"
    }

    /// What came of several addresses: the failure that says most, and behind it the others. Nil when there are none.
    init?(combining failures: [ConnectionFailure]) {
        // The first of the heaviest.
        guard let main = failures.indices.max(by: { (failures[$0].weight, $1) < (failures[$1].weight, $0) }) else {
            return nil
        }
        var others = failures
        others.remove(at: main)
        let named = others.prefix(Self.namedCountMax).map { "; nor to \($0.place)" }.joined()
        let left = others.count - Self.namedCountMax
        self.init(
            failures[main].reason, failures[main].message + named + (left > 0 ? "; nor to \(left) more" : ""),
            isUnprocessed: true, mayPass: failures.contains(where: \.mayPass))
    }

    /// Addresses that a message names beside the one that says most.
    private static let namedCountMax = 3

    /// The error that a call ends with.
    var callError: RPCError { RPCError(.unavailable, message, cause: self) }

    /// How much the failure tells: a server that was reached says more than an address where nobody is.
    var weight: Int {
        switch reason {
        case .unknownHost, .refused, .network: 0
        case .timeout: 1
        case .tls, .tlsRefused, .notHTTP2, .closedByServer: 2
        }
    }
}

extension ConnectionFailure.Reason {
    fileprivate var mayPass: Bool {
        switch self {
        case .unknownHost, .refused, .network, .timeout, .closedByServer: true
        case .tls(let reason), .tlsRefused(let reason): reason == .endedInHandshake || reason == .truncated
        case .notHTTP2: false
        }
    }
}

extension ConnectionFailure: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}

extension RPCError {
    /// Whether the call surely had no effect on the server, so that it can be made again whatever it does.
    package var isUnprocessed: Bool { (cause as? ConnectionFailure)?.isUnprocessed ?? false }
}
