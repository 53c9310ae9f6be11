internal import RPCTransport

extension ConnectionProblem {
    /// The problem that a failure of the transport is to people.
    init(_ reason: ConnectionFailure.Reason) {
        switch reason {
        case .unknownHost: self = .unknownHost
        case .refused: self = .refused
        case .timeout: self = .timeout
        case .network: self = .other
        case .notHTTP2: self = .notGRPC
        case .closedByServer: self = .lost
        case .tls(let reason): self.init(found: reason)
        case .tlsRefused(let reason): self.init(refusedFor: reason)
        }
    }

    /// What this side found wrong with the server.
    private init(found reason: TLSError.Reason) {
        switch reason {
        case .notTLS: self = .notTLS
        case .unknownAuthority: self = .unknownAuthority
        case .wrongName: self = .wrongName
        case .expired, .notYetValid: self = .expired
        case .noHTTP2: self = .notGRPC
        case .endedInHandshake, .truncated: self = .lost
        case .badCertificate, .certificateRequired, .protocolVersion, .protocolViolation: self = .other
        }
    }

    /// What the server finds wrong with this side.
    private init(refusedFor reason: TLSError.Reason) {
        switch reason {
        case .certificateRequired: self = .certificateRequired
        case .unknownAuthority, .badCertificate, .expired, .notYetValid, .wrongName: self = .certificateRefused
        case .noHTTP2: self = .notGRPC
        case .notTLS, .protocolVersion, .endedInHandshake, .truncated, .protocolViolation: self = .other
        }
    }
}
