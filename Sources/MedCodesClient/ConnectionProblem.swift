/// What stands between a client and its server. More may come: match with a default.
public struct ConnectionProblem: Hashable, Sendable {
    private enum Value {
        case configuration, unknownHost, refused, timeout, notTLS, unknownAuthority, wrongName, expired, notGRPC
        case certificateRequired, certificateRefused, lost, other
    }
    private let value: Value

    /// The client is set up wrongly: a server that is no `HOST:PORT`, a certificate or key that cannot be used.
    public static let configuration = ConnectionProblem(value: .configuration)
    /// The server's name has no address.
    public static let unknownHost = ConnectionProblem(value: .unknownHost)
    /// Nobody listens there.
    public static let refused = ConnectionProblem(value: .refused)
    /// Nobody answered in time.
    public static let timeout = ConnectionProblem(value: .timeout)
    /// Something answered that speaks no TLS.
    public static let notTLS = ConnectionProblem(value: .notTLS)
    /// The server's certificate is signed by an authority that is not trusted here.
    public static let unknownAuthority = ConnectionProblem(value: .unknownAuthority)
    /// The server's certificate is for other names.
    public static let wrongName = ConnectionProblem(value: .wrongName)
    /// The server's certificate has expired, or is not valid yet.
    public static let expired = ConnectionProblem(value: .expired)
    /// Something answered that speaks TLS, and no HTTP/2 or gRPC.
    public static let notGRPC = ConnectionProblem(value: .notGRPC)
    /// The server asks for a client certificate, and none is configured.
    public static let certificateRequired = ConnectionProblem(value: .certificateRequired)
    /// The server does not accept the client's certificate.
    public static let certificateRefused = ConnectionProblem(value: .certificateRefused)
    /// The connection ended before the answer came.
    public static let lost = ConnectionProblem(value: .lost)
    /// Something else, which the message tells.
    public static let other = ConnectionProblem(value: .other)
}
