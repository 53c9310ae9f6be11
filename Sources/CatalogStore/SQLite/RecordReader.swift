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
        var records = try codes(after: position, limit: limit)
        if records.count < limit { records += try editions(after: position).prefix(limit - records.count) }
        for kind in FactKind.allCases where records.count < limit {
            records += try facts(of: kind, after: position, limit: limit - records.count)
        }
        return records
    }

    /// Releases, listed codes and pages.
    private func codes(after position: CatalogRecord.Position?, limit: Int) throws -> [CatalogRecord] {
        var records: [CatalogRecord] = []
        let layer = position?.layer ?? 0
        if layer == 0 {
            records += releases.filter { release in position.map { $0 < release.position } ?? true }.prefix(limit)
        }
        if layer <= 1 {
            records += try walk(after: position?.listedPlace, limit: limit - records.count) {
                try StoredListing.page(db, of: $0, after: $1, $2, limit: $3).map { .listed($0) }
            }
        }
        if layer <= 2 {
            records += try walk(after: position?.pagePlace, limit: limit - records.count) {
                try StoredPage.page(db, of: $0, after: $1, limit: $3).map { .page($0) }
            }
        }
        return records
    }

    private var releases: [CatalogRecord] {
        systems.flatMap { loaded in loaded.releases.map { CatalogRecord.release($0, loaded.system) } }
    }

    private func editions(after position: CatalogRecord.Position?) throws -> [CatalogRecord] {
        if let position, position.layer > 3 { return [] }
        let all = try EditionReader.all(db).map { CatalogRecord.edition($0) }
        guard let position else { return all }
        return all.filter { position < $0.position }
    }

    private func facts(
        of kind: FactKind, after position: CatalogRecord.Position?, limit: Int
    ) throws -> [CatalogRecord] {
        var cursor: FactCursor?
        if case .fact(let last, let lastCursor)? = position {
            if kind.order < last.order { return [] }
            if kind == last { cursor = lastCursor }
        }
        let reader = FactReader(db, editions: EditionReader(db))
        return try reader.records(of: kind, after: cursor, limit: limit).map { .fact($0) }
    }

    /// Walks through the systems from a place on, and collects what `fetch` finds behind its code and day.
    private func walk(
        after place: (key: CodeKey, day: CalendarDate?)?, limit: Int,
        fetch: (LoadedSystem, String, CalendarDate?, Int) throws -> [CatalogRecord]
    ) throws -> [CatalogRecord] {
        var records: [CatalogRecord] = []
        for loaded in systems where records.count < limit {
            let (code, day): (String, CalendarDate?)
            switch place.map({ loaded.system.order(from: $0.key.system) }) {
            case .before: continue
            case .same: (code, day) = (place?.key.code ?? "", place?.day)
            case .behind, nil: (code, day) = ("", nil)
            }
            records += try fetch(loaded, code, day, limit - records.count)
        }
        return records
    }
}

extension CatalogRecord.Position {
    /// The place among listed codes; nil for a position in another layer.
    fileprivate var listedPlace: (key: CodeKey, day: CalendarDate?)? {
        if case .listed(let key, let day) = self { (key, day) } else { nil }
    }

    /// The place among pages; nil for a position in another layer.
    fileprivate var pagePlace: (key: CodeKey, day: CalendarDate?)? {
        if case .page(let key) = self { (key, nil) } else { nil }
    }
}

extension CodeSystem {
    fileprivate enum Order { case before, same, behind }

    /// Where the system stands as seen from another one.
    fileprivate func order(from other: CodeSystem) -> Order {
        if self == other { return .same }
        return CodeKey(system: self, canonical: "") < CodeKey(system: other, canonical: "") ? .before : .behind
    }
}
