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

    /// How calls that fail because the service cannot be reached are made again. All calls of the client only read, so that
    /// making one twice does no harm.
    public struct Retries: Hashable, Sendable {
        /// Attempts in all, the first included; 2 to 5.
        public var attemptCountMax = 4
        /// The wait before the second attempt, give or take a fifth; each one after it is twice as long.
        public var initialBackoff = Duration.milliseconds(100)
        /// The longest wait.
        public var longestBackoff = Duration.seconds(1)

        /// The defaults.
        public init() {}
    }

    /// How a look-up that is slow to be answered is made a second time, so that the faster answer counts.
    public struct Hedging: Hashable, Sendable {
        /// How long the first attempt is waited for. 500 ms by default, which healthy servers never take.
        public var delay = Duration.milliseconds(500)

        /// The defaults.
        public init() {}

        /// A hedge after this delay. The 95th percentile of the answer time costs one call in twenty.
        public init(delay: Duration) { self.delay = delay }
    }

    /// A cache of codes in this process, which a watch of the catalog keeps right.
    public struct NearCaching: Hashable, Sendable {
        /// What all answers together may weigh, in bytes. 16 MiB by default.
        public var byteCountMax = 16 << 20

        /// The defaults.
        public init() {}
    }

    /// Which of the servers calls go to.
    public enum Balancing: Hashable, Sendable {
        /// All to the first one that answers, the others being its stand-ins.
        case firstThatAnswers
        /// To each that answers in turn.
        case eachInTurn
    }

    /// `HOST:PORT`, or several separated by commas; an IPv6 address stands in brackets: `[::1]:7443`. Each may be a name
    /// with several addresses.
    public var server: String
    /// Which of the servers, and of their addresses, calls go to. The first one that answers by default.
    public var balancing = Balancing.firstThatAnswers
    /// Whom the client believes to be the server. The operating system's authorities by default.
    public var trust = Trust.system
    /// What the client shows to a server that asks; nothing by default.
    public var identity: Identity?
    /// The name that a server's certificate must be for; nil, the default, for its host in ``server``.
    public var serverName: String?
    /// How long a call may take, connecting included. 10 s by default.
    public var timeout = Duration.seconds(10)
    /// How long one address of a server may take to connect. 5 s by default.
    public var connectTimeout = Duration.seconds(5)
    /// Whether calls wait for a server to answer, within ``timeout``, instead of failing with the cause when none does. No by
    /// default.
    public var waitsForReady = false
    /// How calls that fail because the service cannot be reached are made again; nil for not at all. Up to four attempts
    /// within ``timeout`` by default, and none while too many calls fail. What waiting does not cure, such as a wrong
    /// certificate, fails at once.
    public var retries: Retries? = Retries()
    /// How look-ups (GetCode, SearchCodes, SuggestCodes, ValidateCodes, TestSubsumption, TranslateCode) that are slow to
    /// be answered are made a second time; nil for not at all. After 500 ms by default. The second attempt counts as one of
    /// ``retries``, and as a failure: when more than a tenth of the calls need one, there are none.
    public var hedging: Hedging? = Hedging()
    /// The secret shown with each call, where the server knows callers by one; nil, the default, for none.
    public var token: BearerToken?
    /// A cache of codes in this process; nil, the default, for none. A client with one asks its server every 10 s of
    /// silence whether it is there (``keepaliveInterval``), since a connection that is lost without a word would keep the
    /// cache from hearing of changes.
    public var nearCache: NearCaching?
    /// How long a server with a call to answer may be silent before it is asked whether it is there; the connection is lost
    /// when it does not answer within 20 s. At least 10 s; nil, the default, for never.
    public var keepaliveInterval: Duration?
    /// The time without calls after which the connections are closed until the next call; nil for never. 30 minutes by
    /// default.
    public var idleTimeout: Duration? = .seconds(1800)
    /// The longest reply that is accepted, in bytes. 64 MiB by default, room for 1,000 codes in full view.
    public var replyByteCountMax = 64 << 20
    /// Gets one line per call at debug level, with method, status and duration; nothing that was asked or answered.
    /// Silent by default.
    public var logger = Logger(label: "medcodes.client", factory: { _ in SwiftLogNoOpLogHandler() })

    /// The defaults, for this server or these.
    public init(server: String) { self.server = server }
}
