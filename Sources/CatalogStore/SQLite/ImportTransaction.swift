internal import CatalogModel
internal import GRDB

/// One import, from the first staged row to the commit. Lives within one write access, on the writer connection's queue.
///
/// The transaction begins deferred: staging touches temporary tables only, so another process can commit while a long
/// file is read. The catalog's write lock is taken with the first statement that changes it, when all rows are there.
struct ImportTransaction {
    let db: Database
    let source: ImportSource
    let isRehearsal: Bool
    let seconds: Int64
    let logLimits: RevisionLog.Limits
    let translation: SQLiteFailure
    let progress: (WriteProgress) -> Void

    /// Runs the import; everything is undone if it throws, changes nothing or is a rehearsal.
    func run(_ body: (any CodeStoreWriter) throws(CatalogError) -> Void) throws -> WriteReport {
        var report = WriteReport(outcome: .rehearsed)
        try db.inTransaction(.deferred) {
            try StagingTables.create(db)
            let writer = try StagingWriter(db, translation: translation, progress: progress)
            try body(writer)
            if let failure = writer.failure { throw failure }
            try writer.checkEdit()
            progress(.staged(rowCount: writer.rowCount))
            try writer.facts.finish()
            try StagedListingCheck(
                db: db, systems: writer.systems, declared: writer.restoredSystems.union(writer.releases.keys),
                emptiable: writer.emptiableSystems
            ).run()
            return try apply(writer, &report)
        }
        return report
    }

    private func apply(_ writer: StagingWriter, _ report: inout WriteReport) throws -> Database.TransactionCompletion {
        let revision = try RevisionLog.begin(db, source: source, at: seconds)
        var record = RevisionRecord(db: db, revision: revision, limits: logLimits)
        for (staged, system) in writer.systems.enumerated() {
            let id = try record.loadSystem(system)
            try applyReleases(writer.releases[system] ?? [], of: system, staged: staged, id: id, &record)
            guard writer.restoredSystems.contains(system) else { continue }
            let first = writer.releases[system]?.first?.effective.dayNumber
            try ReleaseMerge(
                db: db, staged: staged, system: id, name: system.name, revision: revision, start: Schema.openStart,
                end: first.map(Int64.init) ?? Schema.openEnd
            ).applyEdit()
        }
        if let edit = writer.edit {
            try EditTransaction(db: db, edit: edit, revision: revision)
                .apply(staged: writer.systems.firstIndex(of: edit.key.system), &record)
        }
        progress(.applyingPages)
        for (staged, system) in writer.systems.enumerated() {
            let id = try record.loadSystem(system)
            try PageMerge(db: db, staged: staged, system: id, name: system.name, revision: revision).apply()
        }
        let facts = try FactTransaction(db: db, staging: writer.facts, revision: revision).apply(progress: progress)
        report = try record.report(rowCount: writer.rowCount)
        report.count(facts)
        report.unresolved = try FactReferences(db: db).unresolvedCount(of: writer.facts.kinds)
        for (staged, system) in writer.systems.enumerated() {
            report.unchanged += try record.unchangedCount(staged: staged, id: record.loadSystem(system))
        }
        guard try record.isChange() || facts.isChange else {
            report.outcome = .nothingToDo(Revision(rawValue: revision.rawValue - 1))
            return .rollback
        }
        try record.note(facts)
        try record.finish()
        try EditionCounts(db: db, staging: writer.facts).update()
        try StagingTables.drop(db)
        try writer.facts.drop()
        guard !isRehearsal else { return .rollback }
        progress(.committing)
        report.outcome = .committed(revision)
        return .commit
    }

    private func applyReleases(
        _ declared: [Release], of system: CodeSystem, staged: Int, id: Int64, _ record: inout RevisionRecord
    ) throws {
        for release in declared { try record.loadRelease(release, of: system, id: id) }
        for release in declared {
            progress(.applying(release, system))
            let next = try Int64.fetchOne(
                db, sql: "SELECT min(effective) FROM release WHERE system_id = ? AND effective > ?",
                arguments: [id, release.effective.dayNumber])
            try ReleaseMerge(
                db: db, staged: staged, system: id, name: system.name, revision: record.revision,
                start: Int64(release.effective.dayNumber), end: next ?? Schema.openEnd
            ).apply()
        }
    }
}

extension WriteReport {
    /// Adds what the import did to facts.
    fileprivate mutating func count(_ facts: FactTransaction.Outcome) {
        added += facts.added
        changed += facts.changed
        unchanged += facts.unchanged
        terminated += facts.terminated
    }
}
