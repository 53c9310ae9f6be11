public import CatalogModel

/// One stored fact, as an export writes it and an import takes it back without loss.
public enum CatalogRecord: Hashable, Sendable {
    /// A loaded release of a system.
    case release(Release, CodeSystem)
    /// A code as one or more releases list it unchanged; its period says on which days. Its `release` is nil.
    case listed(Code)
    /// What is known about a key on every day.
    case page(Code)

    /// Where a record stands in an export: releases first, then listed codes, then pages; each by system and code in
    /// the order of ``CodeKey``, then by effective date. No two records share a position.
    public struct Position: Hashable, Sendable {
        enum Layer: Comparable { case release, listed, page }

        let layer: Layer
        let key: CodeKey
        let effective: CalendarDate?
    }

    /// Where the record stands in an export; ask for the records after it to go on.
    public var position: Position {
        switch self {
        case .release(let release, let system):
            Position(
                layer: .release, key: CodeKey(system: system, canonical: ""), effective: release.effective)
        case .listed(let code): Position(layer: .listed, key: code.key, effective: code.period.effective)
        case .page(let code): Position(layer: .page, key: code.key, effective: nil)
        }
    }
}

extension CatalogRecord.Position: Comparable {
    /// Earlier in an export first.
    public static func < (a: Self, b: Self) -> Bool {
        if a.layer != b.layer { return a.layer < b.layer }
        if a.key != b.key { return a.key < b.key }
        switch (a.effective, b.effective) {
        case (let a?, let b?): return a < b
        case (nil, _?): return true
        default: return false
        }
    }
}
