internal import CatalogModel
internal import CatalogSearch
internal import CatalogStore

/// Builds the search index out of one revision of the store.
///
/// Codes are read in pages, so that what is held besides the index are the terms, the axis values and the texts of
/// procedure pages.
struct SearchIndexReader {
    private let snapshot: any CatalogSnapshot
    private var builder: SearchIndexBuilder
    private let addOns: Set<CodeKey>
    /// The pages, by key; what no release lists is indexed by its page alone.
    private var pages: [(key: CodeKey, page: Code)] = []
    private var nextPage = 0

    private static let recordsPerRead = 4_096

    /// The index of the store's newest revision, and which one that is.
    ///
    /// - Parameter day: The day terms, axis values and add-on relations must hold on.
    static func index(
        of store: any CodeStore, lexicon: Lexicon, on day: CalendarDate
    ) async throws(CatalogError) -> (index: SearchIndex, revision: Revision) {
        let snapshot = try await store.snapshot()
        var reader = try await SearchIndexReader(snapshot, lexicon: lexicon, on: day)
        try await reader.readPages()
        try await reader.readListings()
        return (reader.builder.finish(), snapshot.revision)
    }

    private init(_ snapshot: any CatalogSnapshot, lexicon: Lexicon, on day: CalendarDate) async throws(CatalogError) {
        self.snapshot = snapshot
        let knowledge = try await snapshot.read { reader throws(CatalogError) in
            (
                terms: try reader.facts(FactQuery<Term>().on(day)).map(\.value),
                axes: try reader.facts(FactQuery<AxisValue>().on(day)).map(\.value),
                links: try reader.facts(FactQuery<HierarchyLink>().on(day)).map(\.value),
                addOns: Set(try reader.facts(FactQuery<AddOnRelation>().on(day)).map(\.value.addOn))
            )
        }
        builder = SearchIndexBuilder(
            lexicon: lexicon, terms: knowledge.terms, axes: knowledge.axes, links: knowledge.links)
        addOns = knowledge.addOns
    }

    private mutating func readPages() async throws(CatalogError) {
        // Behind the listed codes: the position of a page without key is before all pages.
        var position: CatalogRecord.Position? = .page(CodeKey(system: CodeSystem.known[0], canonical: ""))
        while true {
            let records = try await snapshot.records(after: position, limit: Self.recordsPerRead)
            for record in records {
                guard case .page(let page) = record else { return }
                pages.append((page.key, page))
            }
            guard let last = records.last, records.count == Self.recordsPerRead else { return }
            position = last.position
        }
    }

    /// Adds listed codes and, where their keys come in between, codes that have a page alone.
    private mutating func readListings() async throws(CatalogError) {
        var position: CatalogRecord.Position?
        walk: while true {
            let records = try await snapshot.records(after: position, limit: Self.recordsPerRead)
            for record in records {
                switch record {
                case .release: continue
                case .listed(let code): try add(listed: code)
                case .page, .edition, .fact: break walk
                }
            }
            guard let last = records.last, records.count == Self.recordsPerRead else { break }
            position = last.position
        }
        try addPages { _ in true }
    }

    private mutating func add(listed code: Code) throws(CatalogError) {
        try addPages { $0 < code.key }
        let page = nextPage < pages.count && pages[nextPage].key == code.key ? pages[nextPage].page : nil
        try add(code, page: page)
    }

    /// Adds the pages up to a key that stand alone; skips those whose code was listed.
    private mutating func addPages(while isBefore: (CodeKey) -> Bool) throws(CatalogError) {
        while nextPage < pages.count, isBefore(pages[nextPage].key) {
            let page = pages[nextPage].page
            nextPage += 1
            if page.key != lastKey { try add(page, page: page) }
        }
    }

    private var lastKey: CodeKey?

    private mutating func add(_ code: Code, page: Code?) throws(CatalogError) {
        lastKey = code.key
        try builder.add(
            SearchDocument(
                key: code.key, kind: code.kind,
                longDescriptor: code.longDescriptor.isEmpty ? page?.longDescriptor ?? "" : code.longDescriptor,
                shortDescriptor: code.shortDescriptor,
                otherDescriptors: code.clinicianDescriptors
                    + [code.consumerDescriptor].filter { !$0.isEmpty }, period: code.period,
                isAddOn: code.isAddOn || page?.isAddOn == true || addOns.contains(code.key),
                passages: page?.procedure?.passages ?? [], facts: page?.procedure?.facts))
    }
}

extension Procedure {
    /// What the page says, for the index: its names count for more than its text.
    fileprivate var passages: [SearchDocument.Passage] {
        sections.flatMap { section in
            section.blocks.map { block in
                SearchDocument.Passage(isName: [.name, .technicalTerms].contains(section.kind), text: block.allText)
            }
        }
    }
}

extension Block {
    /// Everything the block says, in order.
    fileprivate var allText: String {
        switch body {
        case .paragraph(let text): "\(label) \(text)"
        case .list(let list):
            ([label] + list.items.flatMap { [$0.label, $0.text] + $0.subItems }).joined(separator: " ")
        }
    }
}
