internal import CatalogModel
internal import CatalogStore

/// Reads a ConceptMap into crosswalk entries.
struct FHIRConceptMapReader {
    private let file: String
    private let resource: FHIRConceptMap
    private let edition: FactEdition

    init(_ resource: FHIRConceptMap, file: String, _ request: ImportRequest) throws(CatalogError) {
        self.file = file
        self.resource = resource
        let name = String(file.split(separator: "/").last ?? "file")
        let scope = FactScope(format: request.format, part: (resource.url ?? name).lowercased())
        var edition = try EditionLabel.edition(of: scope, request)
        if edition.label.isEmpty { edition.label = resource.version ?? "" }
        edition.files = [name]
        self.edition = edition
    }

    /// - Throws: ``CatalogError``.
    func read(into session: ImportSession) throws(CatalogError) {
        try session.declare(edition)
        var conditionCount = 0
        for group in resource.group ?? [] {
            guard let source = CodeSystem(canonical: group.source), let target = CodeSystem(canonical: group.target)
            else {
                throw .resource(
                    "a group does not name the systems it translates from and to",
                    remedy: "give each group a source and a target", file)
            }
            for element in group.element ?? [] {
                try session.row(at: .init(file: file)) { () throws(CatalogError) in
                    for entry in try entries(of: element, source, target) { try session.put(entry, in: edition.scope) }
                    conditionCount += (element.target ?? []).count { $0.isConditional }
                }
            }
        }
        if conditionCount > 0 {
            session.note(
                "\(file): \(conditionCount) counterparts depend on more than the code; the conditions are left out")
        }
    }

    private func entries(
        of element: FHIRConceptMap.Element, _ source: CodeSystem, _ target: CodeSystem
    ) throws(CatalogError) -> [CrosswalkEntry] {
        let targets = element.target ?? []
        let key = try key(element.code, of: source, in: element)
        if targets.isEmpty {
            return [CrosswalkEntry(source: key, targetSystem: target, target: nil, relation: .notRelatedTo)]
        }
        var entries: [CrosswalkEntry] = []
        for counterpart in targets {
            // Without a code there is none, whatever the relation says; R4 writes `unmatched` so.
            let code = counterpart.code == nil ? nil : try self.key(counterpart.code, of: target, in: element)
            guard let relation = code == nil ? .notRelatedTo : counterpart.relation else {
                throw .resource(
                    "a counterpart of '\((element.code ?? "").prefix(64))' has no relation that is known",
                    remedy: "use a relationship of R5 or an equivalence of R4", file)
            }
            entries.append(CrosswalkEntry(source: key, targetSystem: target, target: code, relation: relation))
        }
        return entries
    }

    private func key(
        _ text: String?, of system: CodeSystem, in element: FHIRConceptMap.Element
    ) throws(CatalogError) -> CodeKey {
        guard let key = try? CodeKey(system: system, code: text ?? "") else {
            throw .resource(
                "the element '\((element.code ?? "").prefix(64))' has or names a code that is none of \(system.title)",
                file)
        }
        return key
    }
}

extension FHIRConceptMap.Target {
    fileprivate var isConditional: Bool { dependsOn?.isEmpty == false || product?.isEmpty == false }
}
