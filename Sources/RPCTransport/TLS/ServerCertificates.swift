internal import EventLoop
public import Logging

/// A server's certificates in files that others renew while it runs (``FileWatch``): a certificate and its key may be
/// written one after the other. Files that cannot be used, such as a key that is not the certificate's, change nothing and
/// are told once; the next change of one of them is another attempt.
///
/// May be used from any thread. Reading happens on a queue of its own.
public final class ServerCertificates: Sendable {
    /// The context made of the files as they were at first.
    public let context: TLSContext

    private let identity: TLSIdentity
    private let clientAuthorities: PEMSource?
    private let demandsClientCertificate: Bool
    private let logger: Logger
    private let watch: FileWatch

    /// Reads the files for the first time.
    ///
    /// - Parameters:
    ///   - identity: What the server shows its clients.
    ///   - clientAuthorities: Who must have signed the certificates that clients show; nil when clients show none.
    ///   - demandsClientCertificate: Whether clients must show one then.
    ///   - logger: Gets a line for each change of the files: a notice when they are used, a warning when they cannot be.
    /// - Throws: ``TLSConfigurationError``: without certificates to begin with there is no server.
    public init(
        identity: TLSIdentity, clientAuthorities: PEMSource? = nil, demandsClientCertificate: Bool = true,
        logger: Logger
    ) throws(TLSConfigurationError) {
        self.identity = identity
        self.clientAuthorities = clientAuthorities
        self.demandsClientCertificate = demandsClientCertificate
        self.logger = logger
        // Before the files are read, so that a change meanwhile is found later.
        watch = FileWatch(label: "server-certificates") {
            [identity.certificate.path, identity.key.path, clientAuthorities?.path]
        }
        context = try .server(
            identity: identity, clientAuthorities: clientAuthorities, demandsClientCertificate: demandsClientCertificate
        )
    }

    /// Starts looking at the files.
    ///
    /// - Parameters:
    ///   - interval: Time from one look to the next; a change is in use after two of them.
    ///   - replace: Takes a context made of files that have changed; called on a queue of this object.
    public func watch(every interval: Duration = .seconds(1), replace: @escaping @Sendable (TLSContext) -> Void) {
        watch.start(every: interval) { [weak self] in self?.load(replace) }
    }

    /// Reads the files again now, changed or not, as an operator may ask for with SIGHUP; the log tells what came of it.
    /// Returns when that is done; not to be called while replacing.
    public func reload() { watch.tell() }

    /// Stops looking. Once this has returned, nothing is replaced any more; not to be called while replacing.
    public func stop() { watch.stop() }

    /// Runs one look now, for tests.
    func lookNow() { watch.lookNow() }

    private func load(_ replace: (TLSContext) -> Void) {
        do throws(TLSConfigurationError) {
            let context = try TLSContext.server(
                identity: identity, clientAuthorities: clientAuthorities,
                demandsClientCertificate: demandsClientCertificate)
            replace(context)
            let certificate = context.certificate
            logger.notice(
                "New connections are shown the certificate as it is now",
                metadata: certificate.map { ["subject": "\($0.subject)", "until": "\($0.notAfter)"] })
        } catch {
            logger.warning(
                "The certificates cannot be used; those from before stay in use",
                metadata: ["error": "\(error.message)"])
        }
    }
}
