internal import EventLoop

/// Why a server cannot start: one line that names the address, the cause and the remedy.
public struct RPCServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What failed, in one line.
    public let description: String

    init(_ description: String) { self.description = description }

    /// An address that cannot be listened on.
    init(listeningOn endpoint: Endpoint, _ error: SystemError) {
        let remedy =
            switch error.kind {
            case .addressInUse: "another process listens there; stop it or choose another port"
            case .addressNotAvailable: "this machine has no such address; choose one of its own, or 0.0.0.0 for all"
            case .permissionDenied: "ports below 1024 need a privilege; choose a higher one"
            case .tooManyDescriptors: "raise the limit on open files (ulimit -n)"
            case .other: "\(error.call) failed"
            }
        self.init("cannot listen on \(endpoint): \(error.reason): \(remedy)")
    }
}
