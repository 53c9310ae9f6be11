public import CatalogModel

/// One stored fact, as an export writes it and an import takes it back without loss.
public enum CatalogRecord: Hashable, Sendable {
    /// A loaded release of a system.
    case release(Release, CodeSystem)
    /// A code as one or more releases list it unchanged; its period says on which days. Its `release` is nil.
    case listed(Code)
    /// What is known about a key on every day.
    case page(Code)
    /// A loaded edition of a scope of facts.
    case edition(FactEdition)
    /// A fact as one or more editions of its scope hold it unchanged.
    case fact(StoredFact)

    /// Where a record stands in an export. No two records share a position.
    ///
    /// Releases come first, then listed codes, then pages, each by system and code in the order of ``CodeKey``, then by
    /// effective date; then editions by format, part and effective date; then facts by kind in the order of
    /// `FactKind.allCases`, each in the order of ``FactCursor``.
    public enum Position: Hashable, Sendable {
        /// A place among releases, by system and effective date.
        case release(CodeKey, CalendarDate?)
        /// A place among listed codes.
        case listed(CodeKey, CalendarDate?)
        /// A place among pages.
        case page(CodeKey)
        /// A place among editions.
        case edition(FactScope, CalendarDate?)
        /// A place among facts of a kind.
        case fact(FactKind, FactCursor)
    }

    /// Where the record stands in an export; ask for the records after it to go on.
    public var position: Position {
        switch self {
        case .release(let release, let system):
            .release(CodeKey(system: system, canonical: ""), release.effective)
        case .listed(let code): .listed(code.key, code.period.effective)
        case .page(let code): .page(code.key)
        case .edition(let edition): .edition(edition.scope, edition.effective)
        case .fact(let stored): .fact(stored.fact.kind, stored.cursor)
        }
    }
}

extension CatalogRecord.Position: Comparable {
    /// Earlier in an export first.
    public static func < (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.release(let a, let aDay), .release(let b, let bDay)),
            (.listed(let a, let aDay), .listed(let b, let bDay)):
            a == b ? precedes(aDay, bDay) : a < b
        case (.page(let a), .page(let b)): a < b
        case (.edition(let a, let aDay), .edition(let b, let bDay)):
            a == b ? precedes(aDay, bDay) : (a.format, a.part) < (b.format, b.part)
        case (.fact(let a, let aCursor), .fact(let b, let bCursor)):
            a == b ? aCursor < bCursor : a.order < b.order
        default: a.layer < b.layer
        }
    }

    /// The record's layer, in the order of an export.
    var layer: Int {
        switch self {
        case .release: 0
        case .listed: 1
        case .page: 2
        case .edition: 3
        case .fact: 4
        }
    }

    /// Whether a first day comes before another; since ever comes first.
    private static func precedes(_ a: CalendarDate?, _ b: CalendarDate?) -> Bool {
        switch (a, b) {
        case (let a?, let b?): a < b
        case (nil, _?): true
        default: false
        }
    }
}

extension FactKind {
    /// The kind's place among all.
    var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
