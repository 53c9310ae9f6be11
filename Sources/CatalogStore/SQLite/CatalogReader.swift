internal import CatalogModel
internal import GRDB

/// Answers questions from one snapshot of the database. Lives within one access, on its connection's queue.
struct CatalogReader {
    /// The snapshot's revision.
    let revision: Revision
    /// The loaded systems, in catalog order.
    let systems: [LoadedSystem]

    private let db: Database
    private let facts: CodeFacts

    init(_ db: Database) throws {
        self.db = db
        revision = try RevisionLog.newest(db)
        systems = try LoadedSystem.all(db)
        facts = try CodeFacts(db)
    }

    /// The answer for one key on one day.
    func answer(for key: CodeKey, on day: CalendarDate, view: CodeView) throws -> CodeAnswer {
        guard let system = systems.first(where: { $0.system == key.system }) else {
            return .absent(CodeAbsence(key: key, reason: .codeSystemNotLoaded))
        }
        let listings = try StoredListing.all(db, of: key, in: system)
        let page = try StoredPage.fetch(db, key, in: system)
        guard var code = listings.first(where: { $0.period.contains(day) })?.code else {
            if listings.isEmpty, let page { return .found(try answer(page.code(key), page, on: day, view: view)) }
            return .absent(try absence(of: key, in: system, listings: listings, on: day))
        }
        code.release = system.release(on: day)
        if let page { code.fill(from: try page.code(key)) }
        return .found(try answer(code, page, on: day, view: view))
    }

    /// The keys of a system whose codes begin with a prefix, behind a code, in order.
    func keys(of system: CodeSystem, prefix: String, after code: String?, limit: Int) throws -> [CodeKey] {
        guard let loaded = systems.first(where: { $0.system == system }) else { return [] }
        let range = "system_id = :system AND code >= :prefix AND code < :prefix || char(1114111) AND code > :code"
        let statement = try db.cachedStatement(
            sql: """
                SELECT code FROM listing WHERE \(range) UNION SELECT code FROM page WHERE \(range)
                ORDER BY code LIMIT :limit
                """)
        let found = try String.fetchAll(
            statement,
            arguments: ["system": loaded.id, "prefix": prefix, "code": code ?? "", "limit": limit])
        return found.map { CodeKey(system: system, canonical: $0) }
    }

    /// The codes of a system that begin with a prefix, on a day; nil when the system is not loaded.
    func range(of system: CodeSystem, prefix: String, on day: CalendarDate) -> CodeRange? {
        systems.first { $0.system == system }.map { CodeRange(db: db, system: $0, prefix: prefix, day: day) }
    }

    /// The listings of a key, earliest first.
    func listings(of key: CodeKey) throws -> [Code] {
        guard let system = systems.first(where: { $0.system == key.system }) else { return [] }
        return try StoredListing.all(db, of: key, in: system).map(\.code)
    }

    /// The code as the view wants it: with what its page says beyond the descriptors, or without.
    private func answer(_ bare: Code, _ page: StoredPage?, on day: CalendarDate, view: CodeView) throws -> Code {
        var code = bare
        code.isAddOn = try code.isAddOn || facts.isAddOn(code.key, on: day)
        guard view == .full else { return code }
        if let page { try page.body(of: code.key).apply(to: &code) }
        code.policies.removeAll { !$0.period.contains(day) }
        try facts.addPolicies(to: &code, on: day)
        try facts.addSimilarCodes(to: &code, on: day)
        for index in code.similarCodes.indices {
            // A title the page came with stands until the code itself is loaded.
            guard case .found(let similar) = try answer(for: code.similarCodes[index].key, on: day, view: .basic)
            else { continue }
            code.similarCodes[index].title = similar.longDescriptor
        }
        return code
    }

    private func absence(
        of key: CodeKey, in system: LoadedSystem, listings: [StoredListing], on day: CalendarDate
    ) throws -> CodeAbsence {
        if let first = system.releases.first?.effective, day < first {
            return CodeAbsence(key: key, reason: .releaseNotLoaded, effective: first)
        }
        let ended = listings.last { $0.hasEnded(by: day) }
        if ended == nil, let next = listings.first {
            return CodeAbsence(key: key, reason: .notYetEffective, effective: next.period.effective)
        }
        let replacement = try facts.replacement(of: key, by: day)
        guard let terminated = ended?.period.terminated ?? replacement?.ended else {
            return CodeAbsence(key: key, reason: .unknownCode)
        }
        var successors = ended?.code.successors ?? []
        if successors.isEmpty { successors = replacement?.successors ?? [] }
        return CodeAbsence(
            key: key, reason: .terminated, effective: listings.first?.period.effective, terminated: terminated,
            successors: successors)
    }
}

extension Code {
    /// Takes from the key's page what the release leaves empty. Descriptor, kind, period and notice stay the release's.
    fileprivate mutating func fill(from page: Code) {
        if consumerDescriptor.isEmpty { consumerDescriptor = page.consumerDescriptor }
        if clinicianDescriptors.isEmpty { clinicianDescriptors = page.clinicianDescriptors }
        if successors.isEmpty { successors = page.successors }
        parent = parent ?? page.parent
        isAddOn = isAddOn || page.isAddOn
    }
}
