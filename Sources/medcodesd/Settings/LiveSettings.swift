internal import CommandLineSupport
internal import Synchronization

/// The settings in force while the server runs, which may be read anew. May be used from any thread.
final class LiveSettings: Sendable {
    /// What reading anew has changed, in words: `call-limit is now 500 (medcodesd.json5:3)`.
    struct Change: Hashable, Sendable {
        /// Values that are in force now.
        let applied: [String]
        /// Values that are in force after the next start.
        let waiting: [String]
    }

    private let current: Mutex<ServeSettings>
    private let read: @Sendable () throws(CommandFailure) -> ServeSettings

    /// Settings in force.
    ///
    /// - Parameter read: Puts flags, environment, file and defaults together once more.
    init(_ settings: ServeSettings, read: @escaping @Sendable () throws(CommandFailure) -> ServeSettings) {
        current = Mutex(settings)
        self.read = read
    }

    /// The settings in force.
    var settings: ServeSettings { current.withLock { $0 } }

    /// Reads everything anew and puts into force what can be changed in a running server.
    ///
    /// - Parameter adopt: Puts into force what hangs on the settings, given as they will be; when it throws, nothing changes.
    /// - Throws: ``CommandFailure`` when something is wrong with the new settings; the old ones stay in force then, all of
    ///   them.
    func reload(
        adopt: (ServeSettings) throws(CommandFailure) -> Void = { _ in }
    ) throws(CommandFailure) -> Change {
        let new = try read()
        let old = settings
        var next = old
        next.adoptReloadable(of: new)
        try adopt(next)
        current.withLock { $0 = next }
        let changed = zip(old.lines, new.lines).filter { $0.text != $1.text }.map { $1 }
        func words(_ isReloadable: Bool) -> [String] {
            changed.filter { $0.isReloadable == isReloadable }.map { "\($0.name) is now \($0.text) (\($0.origin))" }
        }
        return Change(applied: words(true), waiting: words(false))
    }
}
