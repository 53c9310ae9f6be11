public import CatalogModel
internal import FoundationEssentials
internal import GRDB

/// The embedded store: one SQLite file in WAL mode, one writer, readers that see snapshots.
///
/// A commit is one WAL frame chain with a checksum (sqlite.org/wal.html), so a process killed at any instant leaves the
/// last commit whole, and the next open recovers it. The writer syncs at every commit (`synchronous = FULL`): imports
/// are rare, and what an import has reported must survive a power cut too.
///
/// Several processes may open the same file on one machine; never over a network file system.
public final class SQLiteCodeStore: CodeStore {
    private let pool: DatabasePool
    private let watcher: RevisionWatcher
    private let failure: SQLiteFailure
    private let configuration: Configuration

    /// The check of the file's structure that runs in the background after an unclean stop; nil after a clean one.
    package let recoveryCheck: Task<Void, Never>?
    /// Checks everything, a little now and then; nil when that is not wanted.
    private let backgroundCheck: Task<Void, Never>?

    /// Opens a catalog, and makes an empty one where there is no file. Takes milliseconds, whatever the catalog's size.
    ///
    /// If the last process to use the file left without closing it, the file's structure is checked in the background,
    /// and ``Configuration/damageFound`` is called if the disk has lost something. A file that another process has open
    /// looks the same and is checked too.
    ///
    /// - Parameters:
    ///   - path: The file. Its folder must exist; SQLite puts a `-wal` and a `-shm` file beside it.
    ///   - configuration: Times and sizes.
    /// - Throws: `incompatible` when the file is no catalog or one of a newer program; `readOnly` or `unavailable` when
    ///   it cannot be opened for writing; `corrupt` when its header is damaged; `conflict` when it is locked.
    public init(path: String, configuration: Configuration = Configuration()) throws(CatalogError) {
        failure = SQLiteFailure(file: path)
        self.configuration = configuration
        try Self.checkAccess(path)
        let isUnclean = Self.byteCount(of: path + "-wal") > 0
        do {
            pool = try DatabasePool(path: path, configuration: Self.connection(configuration, file: path))
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL when it switches to WAL; see above for why it is FULL here.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Schema.migrate(db)
            }
            var readOnly = Self.connection(configuration, file: path)
            readOnly.readonly = true
            watcher = RevisionWatcher(
                connection: try DatabaseQueue(path: path, configuration: readOnly), interval: configuration.pollInterval
            )
        } catch {
            throw SQLiteFailure(file: path).error(for: error)
        }
        backgroundCheck = configuration.checkInterval.map { [pool, failure] in
            BackgroundCheck(pool: pool, failure: failure, configuration: configuration).begin(every: $0)
        }
        recoveryCheck = isUnclean ? Self.checkStructure(pool, failure, report: configuration.damageFound) : nil
    }

    deinit {
        recoveryCheck?.cancel()
        backgroundCheck?.cancel()
    }

    // MARK: Reads

    /// Answers from one read transaction: one indexed read of the listings and one of the pages for each key.
    public func lookUp(
        _ keys: [CodeKey], asOf day: CalendarDate, view: CodeView
    ) async throws(CatalogError) -> CatalogLookup {
        try await read { db in
            let reader = try CatalogReader(db)
            let answers = try keys.map { try reader.answer(for: $0, on: day, view: view) }
            return CatalogLookup(revision: reader.revision, answers: answers)
        }
    }

    /// Runs the body in one read transaction, on one of the reader connections' queues.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any CodeStoreReader) throws(CatalogError) -> Value
    ) async throws(CatalogError) -> Value {
        try await read { [failure] db in try body(SnapshotReader(db, failure: failure)) }
    }

    /// Reads the counts kept with the newest revision.
    public func summary() async throws(CatalogError) -> CatalogSummary {
        try await read { try SummaryReader(db: $0).summary() }
    }

    /// Reads the newest revision's number.
    public func revision() async throws(CatalogError) -> Revision {
        try await read { try RevisionLog.newest($0) }
    }

    /// Names the changed keys of the revisions that are kept; further back, all loaded systems.
    public func changes(since revision: Revision) async throws(CatalogError) -> RevisionChange {
        try await read { try RevisionLog.changes($0, since: revision, systems: LoadedSystem.named($0)) }
    }

    /// Reads the log, of which the newest ``Configuration/revisionsKeptMax`` revisions are kept.
    public func history(
        after revision: Revision, limit: Int
    ) async throws(CatalogError) -> [CatalogRevision]? {
        try await read { try RevisionHistory($0).revisions(after: revision, limit: max(limit, 1)) }
    }

    /// Opens a connection of its own for the snapshot; while it lives, the log cannot be cut behind its revision.
    public func snapshot() async throws(CatalogError) -> any CatalogSnapshot {
        do {
            return try SQLiteSnapshot(pool.makeSnapshot(), failure: failure)
        } catch {
            throw failure.error(for: error)
        }
    }

    /// Looks for commits of other processes each ``Configuration/pollInterval``, while there is an observer.
    public func observeRevisions(_ observer: @escaping @Sendable (RevisionChange) -> Void) -> RevisionObservation {
        watcher.observe(observer)
    }

    // MARK: Writes

    /// Stages in temporary tables, then takes the write lock and applies; a cancelled task undoes everything.
    public func write(
        source: ImportSource, dryRun: Bool, progress: @escaping @Sendable (WriteProgress) -> Void,
        _ body: @escaping @Sendable (any CodeStoreWriter) throws(CatalogError) -> Void
    ) async throws(CatalogError) -> WriteReport {
        let report: WriteReport
        do {
            report = try await pool.writeWithoutTransaction { [failure, configuration] db in
                try ImportTransaction(
                    db: db, source: source, isRehearsal: dryRun, seconds: configuration.now(),
                    logLimits: configuration.logLimits, translation: failure, progress: progress
                ).run(body)
            }
        } catch {
            throw failure.error(for: error)
        }
        if case .committed = report.outcome { await watcher.catchUp() }
        return report
    }

    // MARK: Care

    /// Runs SQLite's `integrity_check` and compares every row with its digest.
    public func checkIntegrity() async throws(CatalogError) {
        do {
            try await pool.read { try IntegrityCheck.full($0) }
        } catch {
            throw failure.error(for: error)
        }
    }

    private static func checkStructure(
        _ pool: DatabasePool, _ failure: SQLiteFailure, report: @escaping @Sendable (CatalogError) -> Void
    ) -> Task<Void, Never> {
        Task(priority: .background) {
            do {
                try await pool.read { try IntegrityCheck.quick($0) }
            } catch {
                let error = failure.error(for: error)
                if error.kind == .corrupt { report(error) }
            }
        }
    }

    /// Closes all connections; the last process to close moves the log into the file and removes it.
    public func close() async throws(CatalogError) {
        recoveryCheck?.cancel()
        await recoveryCheck?.value
        backgroundCheck?.cancel()
        await backgroundCheck?.value
        do {
            try watcher.close()
            try pool.close()
            moveLog()
        } catch {
            throw failure.error(for: error)
        }
    }

    /// The pool closes its readers last, which may not write, so SQLite leaves the log as it is; a connection that may is
    /// opened and closed behind them (sqlite.org/wal.html, "Checkpointing"). Where that fails, or another process goes on
    /// with the log, the next open finds everything in it.
    private func moveLog() {
        let connection = Self.connection(configuration, file: failure.file)
        try? DatabaseQueue(path: failure.file, configuration: connection).close()
    }

    private func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(CatalogError) -> Value {
        let begin = ContinuousClock.now
        defer { configuration.readEnded(ContinuousClock.now - begin) }
        do {
            return try await pool.read(work)
        } catch {
            throw failure.error(for: error)
        }
    }
}
