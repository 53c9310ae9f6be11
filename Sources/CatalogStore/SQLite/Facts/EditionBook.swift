internal import CatalogModel
internal import GRDB

/// The loaded editions of a scope, as stored.
struct EditionBook {
    let db: Database
    let scope: FactScope
    let revision: Revision

    /// Notes declared editions as loaded.
    ///
    /// - Returns: Whether one is new or has another label.
    /// - Throws: ``CatalogError`` of kind `rejected` when one contradicts a loaded one.
    func load(_ declared: [FactEdition]) throws -> Bool {
        try loadScope()
        var isChange = false
        for edition in declared {
            let loaded = try EditionReader.all(db, of: scope)
            if loaded.contains(where: { $0.effective == edition.effective && $0.label == edition.label }) { continue }
            if let other = loaded.first(where: { $0.isAtOdds(with: edition) }) {
                throw CatalogError.contradictoryEdition(edition, with: other)
            }
            try store(edition)
            isChange = true
        }
        return isChange
    }

    /// Writes down which files editions that were loaded again came from.
    func updateFiles(_ declared: [FactEdition]) throws {
        let loaded = try EditionReader.all(db, of: scope)
        for edition in declared where !loaded.contains(edition) { try store(edition) }
    }

    private func loadScope() throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO fact_scope (number, format, part) VALUES (?, ?, ?)",
            arguments: [scope.number, scope.format, scope.part])
        let known = try Row.fetchOne(
            db, sql: "SELECT format, part FROM fact_scope WHERE number = ?", arguments: [scope.number])
        guard let known, try known.text(at: 0) == scope.format, try known.text(at: 1) == scope.part else {
            throw CatalogError(
                .rejected, "the scope \(scope) has the number of another one", remedy: "name its part differently")
        }
    }

    private func store(_ edition: FactEdition) throws {
        let files = edition.files.joined(separator: "\n")
        let columns = [edition.since.databaseValue, edition.label.databaseValue, files.databaseValue]
        let digest = RowDigest.of([scope.number.databaseValue] + columns + [revision.rawValue.databaseValue])
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO fact_edition (scope, since, label, files, revision, digest)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [scope.number, edition.since, edition.label, files, revision.rawValue, digest])
    }
}
