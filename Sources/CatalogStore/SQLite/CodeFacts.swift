internal import CatalogModel
internal import GRDB

/// What facts add to a code's answer: that it is an add-on code, the codes like it, and the policies about it.
///
/// A catalog without such facts is told by its counts, and costs nothing more.
struct CodeFacts {
    private let reader: FactReader
    private let kinds: Set<String>

    /// The most similar codes, and the most policies, that an answer carries; the lists have all of them.
    static let countMax = 50

    init(_ db: Database) throws {
        reader = FactReader(db, editions: EditionReader(db))
        kinds = try String.fetchSet(
            db.cachedStatement(sql: "SELECT DISTINCT kind FROM fact_count WHERE row_count > 0"))
    }

    /// Whether the key is an add-on code on a day: the add-on code edits say so, or a fee schedule hints at it. CMS names
    /// both marks (Medicare NCCI Add-on Code Edits), and either file may be the only one loaded.
    func isAddOn(_ key: CodeKey, on day: CalendarDate) throws -> Bool {
        if has(.addOn), try !reader.facts(FactQuery.addOns([key]).on(day).limited(to: 1)).isEmpty { return true }
        guard has(.feeSchedule) else { return false }
        return try reader.facts(FactQuery<FeeScheduleEntry>.of([key]).on(day)).contains(where: \.value.hintsAtAddOn)
    }

    /// The day a code ended on, as its counterparts tell that begin on a day: they took its place from then on. nil when
    /// none had begun by the day asked for. Asks all editions, since later ones no longer speak of the code.
    func replacement(of key: CodeKey, by day: CalendarDate) throws -> (ended: CalendarDate, successors: [CodeKey])? {
        guard has(.crosswalk) else { return nil }
        let entries = try reader.facts(FactQuery<CrosswalkEntry>.of(key).limited(to: Self.countMax)).map(\.value)
        guard let ended = entries.compactMap(\.period.effective).filter({ $0 <= day }).max() else { return nil }
        var seen: Set<CodeKey> = []
        let successors = entries.filter { $0.period.effective == ended }.compactMap(\.target)
        return (ended, successors.filter { seen.insert($0).inserted })
    }

    /// Adds similar codes to those a code has, best first and each once, ties by key. Titles are left empty.
    func addSimilarCodes(to code: inout Code, on day: CalendarDate) throws {
        guard has(.similarity) else { return }
        let links = try reader.facts(.of(code.key).on(day)).map(\.value).map { (link: SimilarityLink) in
            SimilarCode(key: link.other, reason: link.reason, score: link.score)
        }
        let known = Set(code.similarCodes.map(\.key))
        var seen: Set<CodeKey> = known
        let added = links.sorted { ($1.score, $0.key) < ($0.score, $1.key) }.filter { seen.insert($0.key).inserted }
        guard !added.isEmpty else { return }
        code.similarCodes += added.prefix(max(0, Self.countMax - code.similarCodes.count))
    }

    /// Adds policies to those a code has, by payer and number.
    func addPolicies(to code: inout Code, on day: CalendarDate) throws {
        guard has(.policyCode) else { return }
        let named = try reader.facts(FactQuery<PolicyCode>.of(code.key).on(day).limited(to: Self.countMax))
        for entry in named.map(\.value) where code.policies.count < Self.countMax {
            let query = FactQuery<Policy>.of(payer: entry.payer, number: entry.number).on(day).limited(to: 1)
            guard let policy = try reader.facts(query).first?.value.about(entry) else { continue }
            let isKnown = code.policies.contains { $0.payer == policy.payer && $0.number == policy.number }
            if !isKnown { code.policies.append(policy) }
        }
    }

    private func has(_ kind: FactKind) -> Bool { kinds.contains(kind.rawValue) }
}
