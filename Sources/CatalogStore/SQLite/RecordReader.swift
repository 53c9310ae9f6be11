internal import CatalogModel
internal import GRDB

/// Reads stored records in the order of ``CatalogRecord/Position``, by key and never by offset.
struct RecordReader {
    private let db: Database
    private let systems: [LoadedSystem]

    init(_ db: Database) throws {
        self.db = db
        systems = try LoadedSystem.all(db)
    }

    /// The records behind a position, at most so many.
    func records(after position: CatalogRecord.Position?, limit: Int) throws -> [CatalogRecord] {
        let layer = position?.layer ?? .release
        var records: [CatalogRecord] = []
        if layer == .release { records += releases(after: position).prefix(limit) }
        if layer <= .listed {
            records += try walk(after: layer == .listed ? position : nil, limit: limit - records.count) {
                try StoredListing.page(db, of: $0, after: $1, $2, limit: $3).map { .listed($0) }
            }
        }
        records += try walk(after: layer == .page ? position : nil, limit: limit - records.count) {
            try StoredPage.page(db, of: $0, after: $1, limit: $3).map { .page($0) }
        }
        return records
    }

    private func releases(after position: CatalogRecord.Position?) -> [CatalogRecord] {
        let all = systems.flatMap { loaded in loaded.releases.map { CatalogRecord.release($0, loaded.system) } }
        guard let position else { return all }
        return all.filter { position < $0.position }
    }

    /// Walks through the systems from the position's on, and collects what `fetch` finds behind its code and day.
    private func walk(
        after position: CatalogRecord.Position?, limit: Int,
        fetch: (LoadedSystem, String, CalendarDate?, Int) throws -> [CatalogRecord]
    ) throws -> [CatalogRecord] {
        var records: [CatalogRecord] = []
        for loaded in systems where records.count < limit {
            let (code, day): (String, CalendarDate?)
            switch position.map({ $0.order(of: loaded.system) }) {
            case .before: continue
            case .same: (code, day) = (position?.key.code ?? "", position?.effective)
            case .behind, nil: (code, day) = ("", nil)
            }
            records += try fetch(loaded, code, day, limit - records.count)
        }
        return records
    }
}

extension CatalogRecord.Position {
    fileprivate enum SystemOrder { case before, same, behind }

    /// Where a system stands as seen from this position.
    fileprivate func order(of system: CodeSystem) -> SystemOrder {
        if key.system == system { return .same }
        return CodeKey(system: system, canonical: "") < CodeKey(system: key.system, canonical: "") ? .before : .behind
    }
}
