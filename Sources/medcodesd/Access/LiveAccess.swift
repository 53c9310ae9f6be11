internal import Access
internal import CommandLineSupport
internal import EventLoop
internal import Synchronization

/// Who may call the running server: settings and the files they name, put together anew when one of them changes. May be
/// used from any thread.
final class LiveAccess: Sendable {
    /// Decides about calls.
    let authorization: CallAuthorization

    private let live: LiveSettings
    private let console: Console
    private let watch: FileWatch
    /// Held while files are read and put into force, so that what was read last is in force.
    private let reading = Mutex(())

    /// Reads the files for the first time.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with the file and line of what is wrong.
    init(_ live: LiveSettings, console: Console) throws(CommandFailure) {
        self.live = live
        self.console = console
        watch = FileWatch(label: "access-files") {
            [live.settings.tokens.value, live.settings.identities.value]
        }
        authorization = CallAuthorization(try AccessRules(live.settings), role: KnownMethods.role)
    }

    /// Puts these settings into force, with the files as they are now.
    ///
    /// - Throws: ``CommandFailure`` when something is wrong; what was in force stays in force, all of it.
    func adopt(_ settings: ServeSettings) throws(CommandFailure) {
        try reading.withLock { _ throws(CommandFailure) in
            authorization.replace(try AccessRules(settings))
        }
    }

    /// Starts looking at the files; the operator is told what comes of a change.
    func follow() {
        watch.start { [self] in
            do throws(CommandFailure) {
                try adopt(live.settings)
                console.say(StyledText("tokens and identities are now as their files say"))
            } catch {
                console.report(
                    CommandFailure(
                        .failure, "tokens and identities cannot be read anew, so the old ones stay: \(error)"))
            }
        }
    }

    /// Stops looking.
    func stop() { watch.stop() }
}

extension AccessRules {
    /// The rules that settings ask for, with the files that they name.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with the file and line of what is wrong.
    init(_ settings: ServeSettings) throws(CommandFailure) {
        let tokens = try settings.tokens.value.map { (path) throws(CommandFailure) in try TokenFile.read(path) }
        let identities = try settings.identities.value.map { (path) throws(CommandFailure) in
            try IdentityFile(path: path)
        }
        self.init(
            tokens: tokens, identities: identities?.identities ?? [:],
            otherIdentities: identities?.otherIdentities ?? Grant(), admins: settings.adminIdentities.value,
            anonymous: settings.anonymousMayRead ? Grant() : nil,
            limits: CallLimits(
                rate: settings.rateLimit.value, concurrency: settings.concurrencyLimit.value))
    }
}
