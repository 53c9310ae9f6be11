public import CatalogModel
internal import FoundationEssentials

extension SQLiteCodeStore {
    /// Times and sizes of a store.
    public struct Configuration: Sendable {
        /// How often commits by other processes are looked for while anybody observes revisions. Default 50 ms.
        public var pollInterval = Duration.milliseconds(50)
        /// How long a writer waits for a writer of another process. Default 5 s.
        public var busyTimeout = Duration.seconds(5)
        /// How many reads run at once; each may use 2 MiB of cache. Default 4.
        public var readerCount = 4
        /// Called when the check after an unclean stop finds damage. Default: nothing; damaged records still fail alone.
        public var damageFound: @Sendable (CatalogError) -> Void = { _ in }
        /// Called at the end of each read for an answer, with the time it took, waiting for a connection included.
        public var readEnded: @Sendable (Duration) -> Void = { _ in }
        /// The time before and between checks of everything in the background; nil, the default, for none.
        public var checkInterval: Duration?
        /// The share of its time for which such a check works; it rests for the others. Default one part in 20.
        public var checkShare = 20
        /// Called when such a check is through: with the damage found, or nil when everything is as it was written.
        public var checked: @Sendable (CatalogError?) -> Void = { _ in }
        /// The time for the books, in seconds since 1970-01-01T00:00:00Z. Default the system's clock.
        public var now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
        /// How many revisions back it is known what each changed. Default 10,000; 1,000,000 changes at the most.
        public var revisionsKeptMax = 10_000
        /// The most pages of 4 KiB the file may have; nil for what SQLite allows. A full disk for tests.
        package var pageCountMax: Int?

        /// The defaults.
        public init() {}

        /// How much of the log of changes is kept.
        var logLimits: RevisionLog.Limits {
            RevisionLog.Limits(revisionCount: Int64(revisionsKeptMax), changeCount: 1_000_000)
        }
    }
}
