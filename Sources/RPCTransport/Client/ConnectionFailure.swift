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
    /// The cause in one line, for people.
    package let message: String

    init(_ reason: Reason, _ message: String, isUnprocessed: Bool) {
        self.reason = reason
        self.isUnprocessed = isUnprocessed
        self.message = message
    }

    /// A failure to connect.
    init(connectingTo target: Endpoint, _ reason: Reason, _ detail: String) {
        self.init(reason, "cannot connect to \(target): \(detail)", isUnprocessed: true)
    }

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

extension ConnectionFailure: CustomStringConvertible {
    /// The message.
    package var description: String { message }
}

extension RPCError {
    /// Whether the call surely had no effect on the server, so that it can be made again whatever it does.
    package var isUnprocessed: Bool { (cause as? ConnectionFailure)?.isUnprocessed ?? false }
}
