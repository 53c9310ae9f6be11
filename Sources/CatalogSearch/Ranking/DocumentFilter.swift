internal import CatalogModel

/// Which documents a search may find. What documents share is decided once, axes for each document.
struct DocumentFilter {
    /// By number of traits, whether documents that have them may be found.
    private let admits: [Bool]
    /// By axis asked for, the numbers of the values that match.
    private let axes: [Set<UInt32>]

    init(_ request: SearchRequest, index: SearchIndex) {
        let systems =
            request.systems.isEmpty
            ? SystemTable.all
            : request.systems.reduce(0) { $0 | index.documents.systems.mask(of: $1) }
        let filters = request.filters
        admits = index.documents.traits.map { traits in
            systems & (1 << UInt32(traits.system)) != 0 && filters.kinds.contains(traits.kind)
                && filters.statuses.contains(CodeStatus(on: request.asOf, traits.period))
                && (filters.isBillable.map { $0 == (traits.kind == .code) } ?? true)
                && (filters.isAddOn.map { $0 == traits.isAddOn } ?? true)
                && (filters.settings.isEmpty || !filters.settings.isDisjoint(with: traits.settings))
                && (filters.anesthesia.isEmpty || !filters.anesthesia.isDisjoint(with: traits.anesthesia))
                && (filters.durationMinutesMax.map { (traits.durationMinutesMax ?? .max) <= $0 } ?? true)
        }
        axes = filters.axes.map { filter in
            Set(
                index.axes.values.indices.lazy.filter {
                    index.axes.values[$0].axis == filter.axis
                        && filter.values.contains(index.axes.values[$0].value)
                }.map { UInt32($0) })
        }
    }

    /// Whether a document may be found.
    @inline(__always)
    func admits(_ document: Int, in index: SearchIndex) -> Bool {
        guard admits[Int(index.documents.traitsOfDocument[document])] else { return false }
        return axes.isEmpty
            || axes.allSatisfy { wanted in
                index.axes.row(of: document).contains { wanted.contains($0) }
            }
    }
}

/// The documents that a filter admits, kept while the next searches ask for the same. One owner at a time.
struct AdmittedDocuments {
    /// The documents.
    private(set) var documents: BitSet
    /// What was asked for last.
    private var asked: Asked?

    private struct Asked: Equatable {
        var systems: [CodeSystem]
        var asOf: CalendarDate
        var filters: SearchFilters
    }

    init(index: SearchIndex) {
        documents = BitSet(capacity: index.documentCount)
    }

    /// Admits what a request asks for.
    mutating func admit(_ request: SearchRequest, in index: SearchIndex) {
        let asked = Asked(systems: request.systems, asOf: request.asOf, filters: request.filters)
        if asked == self.asked { return }
        self.asked = asked
        let filter = DocumentFilter(request, index: index)
        documents.removeAll()
        for document in 0..<index.documentCount where filter.admits(document, in: index) { documents.insert(document) }
    }
}

extension CodeStatus {
    /// Where a day lies in a period.
    init(on day: CalendarDate, _ period: ValidityPeriod) {
        if let effective = period.effective, day < effective {
            self = .notYetEffective
        } else if let terminated = period.terminated, day >= terminated {
            self = .terminated
        } else {
            self = .active
        }
    }
}
