public import Logging

/// Everything about a client that can be set, with its defaults.
public struct MedCodesConfiguration: Sendable {
    /// Whom the client believes to be the server.
    public enum Trust: Hashable, Sendable {
        /// A certificate signed by an authority that the operating system trusts.
        case system
        /// A certificate signed by an authority in this PEM file, and by no other.
        case authorityFile(String)
        /// A certificate signed by an authority in this PEM text, and by no other.
        case authorityPEM(String)
    }

    /// A certificate that the client shows to a server that asks for one.
    public struct Identity: Hashable, Sendable {
        /// The PEM file with the certificate, followed by its issuers.
        public var certificateFile: String
        /// The PEM file with its private key, without a passphrase.
        public var keyFile: String

        /// An identity; the files are read when the client is made.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// `HOST:PORT`; an IPv6 address stands in brackets: `[::1]:7443`.
    public var server: String
    /// Whom the client believes to be the server. The operating system's authorities by default.
    public var trust = Trust.system
    /// What the client shows to a server that asks; nothing by default.
    public var identity: Identity?
    /// The name that the server's certificate must be for; nil, the default, for the host in ``server``.
    public var serverName: String?
    /// How long a call may take, connecting included. 10 s by default.
    public var timeout = Duration.seconds(10)
    /// How long one address of the server may take to connect. 5 s by default.
    public var connectTimeout = Duration.seconds(5)
    /// The longest reply that is accepted, in bytes. 64 MiB by default, room for 1,000 codes in full view.
    public var replyByteCountMax = 64 << 20
    /// Gets one line per call at debug level, with method, status and duration; nothing that was asked or answered.
    /// Silent by default.
    public var logger = Logger(label: "medcodes.client", factory: { _ in SwiftLogNoOpLogHandler() })

    /// The defaults, for this server.
    public init(server: String) { self.server = server }
}
