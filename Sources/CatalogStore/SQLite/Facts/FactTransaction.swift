internal import CatalogModel
internal import GRDB

/// Applies the staged facts of an import, and says what that did. Lives within one write access.
struct FactTransaction {
    let db: Database
    let staging: FactStaging
    let revision: Revision

    /// What the import did to the facts, counted by identity and effective day.
    struct Outcome {
        var added = 0
        var changed = 0
        var unchanged = 0
        var terminated = 0
        /// Whether anything of the catalog is different now.
        var isChange = false
        /// The codes whose facts changed, as stored texts; nil when they are too many to name.
        var keys: Set<String>? = []
        /// The systems of those codes.
        var systems: Set<CodeSystem> = []
    }

    /// Applies everything.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` when an edition contradicts a loaded one.
    func apply(progress: (WriteProgress) -> Void) throws -> Outcome {
        var outcome = Outcome()
        guard !staging.editions.isEmpty else { return outcome }
        try staging.applyPhrases()
        let scopes = staging.editions.keys.sorted { ($0.format, $0.part) < ($1.format, $1.part) }
        for scope in scopes {
            try refuseEmpty(scope)
            let book = EditionBook(db: db, scope: scope, revision: revision)
            if try book.load(staging.editions[scope] ?? []) { outcome.isChange = true }
        }
        for kind in FactKind.allCases {
            progress(.applyingFacts(kind))
            for scope in scopes { try apply(kind, of: scope, &outcome) }
        }
        for scope in scopes where outcome.isChange {
            try EditionBook(db: db, scope: scope, revision: revision).updateFiles(staging.editions[scope] ?? [])
        }
        return outcome
    }

    /// An edition without a single fact would end all of its scope; it is a mistake in every case.
    private func refuseEmpty(_ scope: FactScope) throws {
        for kind in staging.kinds {
            let sql = "SELECT EXISTS (SELECT 1 FROM \(FactTable(kind).staged) WHERE scope = ?)"
            if try Bool.fetchOne(db, sql: sql, arguments: [scope.number]) == true { return }
        }
        throw CatalogError(
            .rejected, "the edition of \(scope) holds nothing",
            remedy: "check that the file is complete and of this format")
    }

    private func apply(_ kind: FactKind, of scope: FactScope, _ outcome: inout Outcome) throws {
        let loaded = try rowCount(kind, scope)
        guard loaded > 0 || staging.kinds.contains(kind) else { return }
        try staging.prepare(kind)
        let table = FactTable(kind)
        let change = FactChange(db: db, table: table, scope: scope.number)
        if loaded == 0, let first = staging.editions[scope]?.first, try areAll(staging.editions[scope] ?? [], of: scope)
        {
            try merge(table, scope, start: first.since, end: Schema.openEnd).applyFirst()
            let added = try change.stagedCount()
            guard added > 0 else { return }
            outcome.added += added
            try change.note(in: &outcome, from: table.staged)
        } else {
            for edition in staging.editions[scope] ?? [] {
                let next = try Int64.fetchOne(
                    db, sql: "SELECT min(since) FROM fact_edition WHERE scope = ? AND since > ?",
                    arguments: [scope.number, edition.since])
                try merge(table, scope, start: edition.since, end: next ?? Schema.openEnd).apply()
            }
            try change.count(in: &outcome)
        }
        try setRowCount(kind, scope)
    }

    /// Whether no other editions of the scope are loaded, which would end what the declared ones hold.
    private func areAll(_ declared: [FactEdition], of scope: FactScope) throws -> Bool {
        try EditionReader.all(db, of: scope).count == declared.count
    }

    private func merge(_ table: FactTable, _ scope: FactScope, start: Int64, end: Int64) -> FactMerge {
        FactMerge(db: db, table: table, scope: scope.number, revision: revision, start: start, end: end)
    }

    private func rowCount(_ kind: FactKind, _ scope: FactScope) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT row_count FROM fact_count WHERE scope = ? AND kind = ?",
            arguments: [scope.number, kind.rawValue]) ?? 0
    }

    private func setRowCount(_ kind: FactKind, _ scope: FactScope) throws {
        try db.execute(
            sql: """
                INSERT INTO fact_count (scope, kind, row_count)
                SELECT :scope, :kind, count(*) FROM \(FactTable(kind).name) WHERE scope = :scope
                ON CONFLICT DO UPDATE SET row_count = excluded.row_count
                """,
            arguments: ["scope": scope.number, "kind": kind.rawValue])
    }
}
