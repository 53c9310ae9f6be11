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
        default: error.code == .deadlineExceeded ? "allow more time with --timeout" : ""
        }
    }
}
