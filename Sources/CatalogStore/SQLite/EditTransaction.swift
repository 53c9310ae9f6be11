internal import CatalogModel
internal import GRDB

/// Applies the edit of one code. Lives within one write access.
///
/// Pages that an edit puts are staged and merged like those of an import; this is the rest of it.
struct EditTransaction {
    let db: Database
    let edit: CodeEdit
    let revision: Revision

    /// Does what the edit says to the listings and to a page that goes.
    ///
    /// - Parameter staged: The system's place in the staging tables; nil for a deletion, which stages nothing.
    /// - Throws: ``CatalogError`` of kind `outdated` when the code changed after the edit's basis.
    func apply(staged: Int?, _ record: inout RevisionRecord) throws {
        let system = edit.key.system
        let known = try LoadedSystem.all(db).contains { $0.system == system }
        if known { try checkBasis(in: record.loadSystem(system)) }
        switch edit.action {
        case .delete:
            guard known else { return }
            let id = try record.loadSystem(system)
            try remove("listing", in: id)
            try removePage(in: id)
        case .put(let code) where code.period == .always:
            try remove("listing", in: record.loadSystem(system))
        case .put(let code):
            let id = try record.loadSystem(system)
            try unfoldPage(in: id)
            try list(code, staged: staged ?? 0, in: id)
            if !code.hasPageFacts { try removePage(in: id) }
        }
    }

    private func checkBasis(in id: Int64) throws {
        guard let basis = edit.basis else { return }
        let newest = Revision(rawValue: revision.rawValue - 1)
        guard basis <= newest else {
            throw CatalogError(
                .invalidArgument, "revision \(basis.rawValue) has not been committed; the newest is \(newest.rawValue)",
                remedy: "name a revision that a reply came with")
        }
        guard try RevisionLog.hasChanged(db, edit.key.code, in: id, since: basis) else { return }
        throw CatalogError(
            .outdated, "\(edit.key) has changed since revision \(basis.rawValue)",
            remedy: "read it again and repeat the change on what it is now")
    }

    /// A key with a page alone is valid on every day by it. Its days are put into a listing before some of them get
    /// another one.
    private func unfoldPage(in id: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO main.listing (system_id, code, effective, terminated, \(CodeColumns.names), revision, digest)
                SELECT p.system_id, p.code, :start, :open, \(CodeColumns.names), p.revision,
                    \(StoredListing.digest(
                        of: "p", effective: ":start", terminated: ":open", revision: "p.revision"))
                FROM main.page p WHERE p.system_id = :system AND p.code = :code
                    AND NOT EXISTS (SELECT 1 FROM main.listing WHERE system_id = :system AND code = :code)
                """,
            arguments: [
                "start": Schema.openStart, "open": Schema.openEnd, "system": id, "code": edit.key.code,
                "name": edit.key.system.name,
            ])
    }

    private func list(_ code: Code, staged: Int, in id: Int64) throws {
        let start = code.period.effective.map { Int64($0.dayNumber) } ?? Schema.openStart
        let end = code.period.terminated.map { Int64($0.dayNumber) } ?? Schema.openEnd
        // What begins on the same day is replaced; of what begins on another, the days behind the period would stay.
        try remove("listing", where: "effective = :start AND terminated > :end", ["start": start, "end": end], in: id)
        try ReleaseMerge(
            db: db, staged: staged, system: id, name: code.key.system.name, revision: revision, start: start, end: end
        ).applyEdit()
    }

    private func removePage(in id: Int64) throws {
        try remove("page", in: id)
        try db.execute(
            sql: "DELETE FROM main.page_mention WHERE system_id = ? AND code = ?", arguments: [id, edit.key.code])
    }

    /// Takes rows of the code out of a table, and notes that the code has changed where there are any.
    private func remove(
        _ table: String, where condition: String = "TRUE", _ values: [String: Int64] = [:], in id: Int64
    ) throws {
        let rows = "main.\(table) WHERE system_id = :system AND code = :code AND \(condition)"
        let key: [String: any DatabaseValueConvertible] = values.merging(["system": id]) { first, _ in first }
        let arguments = StatementArguments(key.merging(["code": edit.key.code]) { first, _ in first })
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO temp.effect (layer, system_id, code, effect, state)
                SELECT '\(table)', :system, :code, :effect, \(CodeState.of(system: ":system", code: ":code"))
                WHERE EXISTS (SELECT 1 FROM \(rows))
                """, arguments: arguments &+ ["effect": effect, "open": Schema.openEnd])
        try db.execute(sql: "DELETE FROM \(rows)", arguments: arguments)
    }

    /// What a report counts the removal of rows as.
    private var effect: String { if case .delete = edit.action { "terminated" } else { "changed" } }
}

extension Code {
    /// Whether it has what only a page holds.
    var hasPageFacts: Bool { procedure != nil || !similarCodes.isEmpty || !policies.isEmpty }
}
