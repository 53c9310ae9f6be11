internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

/// The message is `CatalogEdition`.
extension EditionSummary: MessageMapping {
    init(_ message: Medcodes__V1__CatalogEdition) throws(MessageError) {
        let edition = FactEdition(
            scope: FactScope(format: String(cString: message.format), part: String(cString: message.part)),
            label: String(cString: message.label), effective: try readOptional(message.effective, "effective"),
            files: readList(message.files, count: message.n_files))
        // A kind that only a newer server knows says nothing to this version.
        let counts: [WireFactCount] = try readList(message.counts, count: message.n_counts, "counts")
        self.init(
            edition: edition, superseded: try readOptional(message.superseded, "superseded"),
            counts: counts.compactMap(\.count))
    }

    func fill(_ message: inout Medcodes__V1__CatalogEdition, in arena: MessageArena) {
        message.format = arena.copy(edition.scope.format)
        message.part = arena.copy(edition.scope.part)
        message.label = arena.copy(edition.label)
        message.effective = edition.effective?.made(in: arena)
        message.superseded = superseded?.made(in: arena)
        message.n_files = edition.files.count
        message.files = arena.array(edition.files) { arena.copy($0) }
        message.n_counts = counts.count
        message.counts = arena.list(counts.map(WireFactCount.init))
    }
}

/// The message is `CatalogFactCount`; nil for a kind that is not known.
private struct WireFactCount: MessageMapping {
    let count: FactCount?

    init(_ count: FactCount) { self.count = count }

    init(_ message: Medcodes__V1__CatalogFactCount) throws(MessageError) {
        count = FactKind(message.kind).map { kind in
            FactCount(
                kind: kind, factCount: Int(message.fact_count), unresolvedCodeCount: Int(message.unresolved_code_count))
        }
    }

    func fill(_ message: inout Medcodes__V1__CatalogFactCount, in arena: MessageArena) {
        guard let count else { return }
        message.kind = count.kind.wireValue
        message.fact_count = Int64(count.factCount)
        message.unresolved_code_count = Int64(count.unresolvedCodeCount)
    }
}

extension FactKind {
    fileprivate var wireValue: Medcodes__V1__FactKind {
        switch self {
        case .addOn: MEDCODES__V1__FACT_KIND__FACT_KIND_ADD_ON
        case .pairEdit: MEDCODES__V1__FACT_KIND__FACT_KIND_PAIR_EDIT
        case .unitLimit: MEDCODES__V1__FACT_KIND__FACT_KIND_UNIT_LIMIT
        case .feeSchedule: MEDCODES__V1__FACT_KIND__FACT_KIND_FEE_SCHEDULE
        case .policy: MEDCODES__V1__FACT_KIND__FACT_KIND_POLICY
        case .policyCode: MEDCODES__V1__FACT_KIND__FACT_KIND_POLICY_CODE
        case .crosswalk: MEDCODES__V1__FACT_KIND__FACT_KIND_CROSSWALK
        case .term: MEDCODES__V1__FACT_KIND__FACT_KIND_TERM
        case .axisValue: MEDCODES__V1__FACT_KIND__FACT_KIND_AXIS_VALUE
        case .note: MEDCODES__V1__FACT_KIND__FACT_KIND_NOTE
        case .hierarchy: MEDCODES__V1__FACT_KIND__FACT_KIND_HIERARCHY
        case .similarity: MEDCODES__V1__FACT_KIND__FACT_KIND_SIMILARITY
        }
    }

    /// The kind; nil when it is not known.
    fileprivate init?(_ value: Medcodes__V1__FactKind) {
        guard let kind = Self.allCases.first(where: { $0.wireValue == value }) else { return nil }
        self = kind
    }
}
