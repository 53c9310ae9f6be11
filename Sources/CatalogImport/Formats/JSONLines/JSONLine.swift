internal import CatalogModel
internal import CatalogStore

/// A line of the JSON lines format below its header: one of its members is there.
struct JSONLine: Codable {
    /// The first line.
    struct Header: Codable {
        var format: String
        var version: Int

        static let current = Header(format: "medcodes-jsonl", version: 2)
    }

    /// A release of a system.
    struct ReleaseOfSystem: Codable {
        var system: CodeSystem
        var label: String
        var effective: CalendarDate
    }

    /// The last line.
    struct End: Codable {
        var records: Int
    }

    var release: ReleaseOfSystem?
    var listed: Code?
    var page: Code?
    var edition: FactEdition?
    var fact: JSONFact?
    var end: End?

    init(end: End) { self.end = end }

    init(_ record: CatalogRecord) {
        switch record {
        case .release(let release, let system):
            self.release = ReleaseOfSystem(system: system, label: release.label, effective: release.effective)
        case .listed(let code): listed = code
        case .page(let code): page = code
        case .edition(let edition): self.edition = edition
        case .fact(let stored): fact = JSONFact(stored: stored)
        }
    }

    /// The record in the line; nil where there is none, or more than one.
    var record: CatalogRecord? {
        let records = [
            release.map { .release(Release(label: $0.label, effective: $0.effective), $0.system) },
            listed.map { .listed($0) }, page.map { .page($0) }, edition.map { .edition($0) },
            fact.map { CatalogRecord.fact($0.stored) },
        ].compactMap(\.self)
        return records.count == 1 && end == nil ? records[0] : nil
    }
}
