internal import CatalogModel
internal import CatalogStore

/// A line of the JSON lines format below its header: one of its members is there.
struct JSONLine: Codable {
    /// The first line.
    struct Header: Codable {
        var format: String
        var version: Int

        static let current = Header(format: "medcodes-jsonl", version: 1)
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
    var end: End?

    init(end: End) { self.end = end }

    init(_ record: CatalogRecord) {
        switch record {
        case .release(let release, let system):
            self.release = ReleaseOfSystem(system: system, label: release.label, effective: release.effective)
        case .listed(let code): listed = code
        case .page(let code): page = code
        }
    }

    /// The record in the line; nil where there is none, or more than one.
    var record: CatalogRecord? {
        switch (release, listed, page, end) {
        case (let release?, nil, nil, nil):
            .release(Release(label: release.label, effective: release.effective), release.system)
        case (nil, let code?, nil, nil): .listed(code)
        case (nil, nil, let code?, nil): .page(code)
        default: nil
        }
    }
}
