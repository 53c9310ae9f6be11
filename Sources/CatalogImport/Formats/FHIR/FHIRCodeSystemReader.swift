internal import CatalogModel
internal import CatalogStore

/// Reads a CodeSystem into a release of its system, and into facts beside it: hierarchy, definitions, synonyms.
struct FHIRCodeSystemReader {
    private let file: String
    private let resource: FHIRCodeSystem
    private let system: CodeSystem
    private let release: Release
    private let scope: FactScope
    private let properties: FHIRProperties

    /// - Throws: ``CatalogError`` of kind `rejected` for a resource that is no whole release.
    init(_ resource: FHIRCodeSystem, file: String, _ request: ImportRequest) throws(CatalogError) {
        guard let system = CodeSystem(canonical: resource.url) else {
            throw .resource("the code system has no url that can name it", remedy: "give it its canonical url", file)
        }
        guard resource.content == "complete" else {
            throw .resource(
                "the code system's content is '\((resource.content ?? "").prefix(40))', not complete",
                remedy: "give the whole system: a release ends what it does not list", file)
        }
        self.file = file
        self.resource = resource
        self.system = system
        release = try Self.release(of: resource, request, file: file)
        scope = FactScope(format: request.format, part: system.uri)
        properties = FHIRProperties(resource.property ?? [])
    }

    /// - Throws: ``CatalogError``.
    func read(into session: ImportSession) throws(CatalogError) {
        try session.declare(release, of: system)
        try session.declare(
            FactEdition(
                scope: scope, label: release.label, effective: release.effective,
                files: [String(file.split(separator: "/").last ?? "file")]))
        if let copyright = resource.copyright, !copyright.isEmpty {
            session.note("\(file): \(copyright.prefix(500))")
        }
        var inactiveCount = 0
        // A list of what is still to be read, so that nothing here recurs into the document.
        var rest: [(concept: FHIRCodeSystem.Concept, parent: CodeKey?)] = (resource.concept ?? []).reversed()
            .map { ($0, nil) }
        while let (concept, parent) = rest.popLast() {
            var own = parent
            try session.row(at: .init(file: file)) { () throws(CatalogError) in
                let row = try FHIRConceptRow(
                    concept, of: system, in: file, under: parent, properties, language: language)
                if row.isInactive {
                    inactiveCount += 1
                } else {
                    try put(row, into: session)
                    own = row.code.key
                }
            }
            rest += (concept.concept ?? []).reversed().map { ($0, own) }
        }
        if inactiveCount > 0 {
            session.note("\(file): \(inactiveCount) concepts are inactive without a day, and not listed")
        }
    }

    private func put(_ row: FHIRConceptRow, into session: ImportSession) throws(CatalogError) {
        try session.write(.listed(row.code))
        try session.put(HierarchyLink(child: row.code.key, parent: row.code.parent), in: scope)
        for synonym in row.synonyms {
            let term = Term(text: synonym, system: system, termKind: .synonym, target: .code(row.code.key))
            try session.put(term, in: scope)
        }
        if !row.definition.isEmpty {
            let note = TabularNote(key: row.code.key, noteKind: .note, ordinal: 1, text: row.definition)
            try session.put(note, in: scope)
        }
    }

    /// The language of the resource's own words; English where it does not say.
    private var language: String { resource.language ?? "en" }

    private static func release(
        of resource: FHIRCodeSystem, _ request: ImportRequest, file: String
    ) throws(CatalogError) -> Release {
        let asked = try EditionLabel.edition(of: FactScope(format: request.format), request)
        let day =
            asked.effective ?? CalendarDate(fhir: resource.effectivePeriod?.start) ?? CalendarDate(fhir: resource.date)
        guard let day else {
            throw .resource(
                "the code system says neither since when it is in force nor when it was published",
                remedy: "give --effective YYYY-MM-DD", file)
        }
        return Release(
            label: request.release ?? resource.version.flatMap { $0.isEmpty ? nil : $0 } ?? "\(day)", effective: day)
    }
}
