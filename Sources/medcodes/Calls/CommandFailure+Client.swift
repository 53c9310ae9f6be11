internal import CommandLineSupport
internal import MedCodesClient

extension CommandFailure {
    /// What a failed call means to someone at the command line: cause, the server's reason, remedy.
    init(_ error: MedCodesError) {
        let reason = error.reason.isEmpty ? "" : " (\(error.reason))"
        self.init(
            error.problem == .configuration ? .usage : .rpc(error.code.rawValue), error.message + reason,
            remedy: Self.remedy(for: error))
    }

    private static func remedy(for error: MedCodesError) -> String {
        switch error.problem {
        case .refused?: "is the server running? start it with 'medcodesd serve'"
        case .unknownHost?, .notGRPC?: "check --server"
        case .timeout?: "check --server and the network"
        case .notTLS?: "check --server; a MedCodes service speaks TLS only"
        case .unknownAuthority?: "name the authority that signed the server's certificate with --ca"
        case .wrongName?: "give --server a name that the certificate is for"
        case .expired?: "renew the server's certificate, or set this machine's clock"
        case .certificateRequired?: "give --certificate and --key"
        case .certificateRefused?: "give another --certificate and --key"
        default: remedy(for: error.code, retryDelay: error.retryDelay)
        }
    }

    /// What to do about a status.
    ///
    /// - Parameter retryDelay: How long the server asks to wait before the next try, if it does.
    static func remedy(for code: StatusCode, retryDelay: Duration?) -> String {
        switch code {
        case .deadlineExceeded: "allow more time with --timeout"
        case .unauthenticated: "give a valid token with --token-file, or a certificate with --certificate and --key"
        case .permissionDenied: "have the server's administrator allow it, or call as someone who may"
        case .resourceExhausted: retryDelay.map { "try again in \($0)" } ?? "ask for less, or try again later"
        default: ""
        }
    }
}
