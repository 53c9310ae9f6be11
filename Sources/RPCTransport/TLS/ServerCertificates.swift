internal import Dispatch
internal import EventLoop
public import Logging

/// A server's certificates in files that others renew while it runs.
///
/// Files are looked at every second, by their path: one that is written over, renamed into place or reached through a
/// symbolic link that is made to point elsewhere (as Kubernetes does with secrets) is found changed. They are read once
/// they have rested from one look to the next, so a certificate and its key may be written one after the other. Files that
/// cannot be used, such as a key that is not the certificate's, change nothing and are told once; the next change of one
/// of them is another attempt.
///
/// May be used from any thread. Reading happens on a queue of its own.
public final class ServerCertificates: @unchecked Sendable {
    // Sendable because the mutable state below is touched on `queue` only.

    /// The context made of the files as they were at first.
    public let context: TLSContext

    private let identity: TLSIdentity
    private let clientAuthorities: PEMSource?
    private let logger: Logger
    private let queue = DispatchQueue(label: "server-certificates")

    private var triedStamps: [FileStamp?]
    private var seenStamps: [FileStamp?]
    private var timer: (any DispatchSourceTimer)?
    private var replace: (@Sendable (TLSContext) -> Void)?

    /// Reads the files for the first time.
    ///
    /// - Parameters:
    ///   - identity: What the server shows its clients.
    ///   - clientAuthorities: Who must have signed the certificates that clients show; nil when clients show none.
    ///   - logger: Gets a line for each change of the files: a notice when they are used, a warning when they cannot be.
    /// - Throws: ``TLSConfigurationError``: without certificates to begin with there is no server.
    public init(
        identity: TLSIdentity, clientAuthorities: PEMSource? = nil, logger: Logger
    ) throws(TLSConfigurationError) {
        self.identity = identity
        self.clientAuthorities = clientAuthorities
        self.logger = logger
        // Before the files are read, so that a change meanwhile is found later.
        triedStamps = Self.stamps(identity, clientAuthorities)
        seenStamps = triedStamps
        context = try .server(identity: identity, clientAuthorities: clientAuthorities)
    }

    deinit { timer?.cancel() }

    /// Starts looking at the files.
    ///
    /// - Parameters:
    ///   - interval: Time from one look to the next; a change is in use after two of them.
    ///   - replace: Takes a context made of files that have changed; called on a queue of this object.
    public func watch(every interval: Duration = .seconds(1), replace: @escaping @Sendable (TLSContext) -> Void) {
        let nanoseconds = Int(clamping: interval.nanoseconds)
        queue.sync {
            self.replace = replace
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.setEventHandler { [weak self] in self?.look() }
            timer.schedule(
                deadline: .now() + .nanoseconds(nanoseconds), repeating: .nanoseconds(nanoseconds),
                leeway: .nanoseconds(nanoseconds / 4))
            timer.activate()
            self.timer?.cancel()
            self.timer = timer
        }
    }

    /// Reads the files again now, changed or not, as an operator may ask for with SIGHUP; the log tells what came of it.
    /// Returns when that is done; not to be called while replacing.
    public func reload() {
        queue.sync { load(Self.stamps(identity, clientAuthorities)) }
    }

    /// Stops looking. Once this has returned, nothing is replaced any more; not to be called while replacing.
    public func stop() {
        queue.sync {
            timer?.cancel()
            timer = nil
            replace = nil
        }
    }

    /// Runs one look now, for tests.
    func lookNow() { queue.sync { look() } }

    private func look() {
        let stamps = Self.stamps(identity, clientAuthorities)
        defer { seenStamps = stamps }
        if stamps != triedStamps, stamps == seenStamps { load(stamps) }
    }

    private func load(_ stamps: [FileStamp?]) {
        guard let replace else { return }
        triedStamps = stamps
        do throws(TLSConfigurationError) {
            let context = try TLSContext.server(identity: identity, clientAuthorities: clientAuthorities)
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

    private static func stamps(_ identity: TLSIdentity, _ clientAuthorities: PEMSource?) -> [FileStamp?] {
        [identity.certificate, identity.key, clientAuthorities].map { $0?.path.flatMap(FileStamp.init) }
    }
}
