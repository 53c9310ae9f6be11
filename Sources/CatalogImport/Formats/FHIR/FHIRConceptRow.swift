internal import CatalogModel

/// A concept as the catalog holds it: a code, and what is known of it besides.
struct FHIRConceptRow {
    let code: Code
    /// Other words for it.
    let synonyms: [String]
    /// What it means, where that is not its descriptor.
    let definition: String
    /// Whether it is not to be used, and no day is given since when.
    let isInactive: Bool

    /// The longest words may be, in bytes.
    private static let byteCountMax = 10_000

    /// Reads a concept.
    ///
    /// - Parameters:
    ///   - parent: What the concept stands under in the document; nil at its top, where a property may name one.
    ///   - language: The language that designations are taken in.
    /// - Throws: ``CatalogError`` of kind `rejected`.
    init(
        _ concept: FHIRCodeSystem.Concept, of system: CodeSystem, in file: String, under parent: CodeKey?,
        _ properties: FHIRProperties, language: String
    ) throws(CatalogError) {
        func rejection(_ message: String) -> CatalogError {
            .resource("the concept '\(concept.code.prefix(64))' \(message)", file)
        }
        func key(_ text: String) throws(CatalogError) -> CodeKey {
            guard let key = try? CodeKey(system: system, code: text) else {
                throw rejection("has or names a code that is none of \(system.title)")
            }
            return key
        }
        let said = properties.said(of: concept)
        let own = try key(concept.code)
        let days = ValidityPeriod(effective: said.effective, terminated: said.retired)
        if let first = days.effective, let end = days.terminated, end <= first {
            throw rejection("is retired before it is effective")
        }
        let words = [concept.display, concept.definition].compactMap(\.self).map { PageText.trimmed($0[...]) }
        let designations = FHIRDesignations(concept.designation ?? [], language: language)
        guard (words + designations.all).allSatisfy({ $0.utf8.count <= Self.byteCountMax }) else {
            throw rejection("has words of more than \(Self.byteCountMax) bytes")
        }
        let descriptor = words.first { !$0.isEmpty } ?? own.code
        var above = parent
        if above == nil, let named = said.parent { above = try key(named) }
        var successors: [CodeKey] = []
        for named in said.successors { successors.append(try key(named)) }
        code = Code(
            key: own, kind: said.isSelectable ? .code : .header, longDescriptor: descriptor,
            shortDescriptor: designations.short, consumerDescriptor: designations.consumer,
            clinicianDescriptors: designations.clinician, period: days, parent: above, successors: successors)
        synonyms = designations.synonyms.filter { $0 != descriptor }
        definition = words.count == 2 && words[1] != descriptor ? words[1] : ""
        isInactive = said.isInactive && said.retired == nil
    }
}

/// Other words for a concept, by what they are for.
private struct FHIRDesignations {
    private(set) var short = ""
    private(set) var consumer = ""
    private(set) var clinician: [String] = []
    private(set) var synonyms: [String] = []

    var all: [String] { [short, consumer] + clinician + synonyms }

    /// Takes those in a language; the use's code says what a designation is for, and most uses are other words.
    init(_ designations: [FHIRCodeSystem.Designation], language: String) {
        for designation in designations where Self.isSame(designation.language ?? language, language) {
            let text = PageText.trimmed(designation.value[...])
            let use = (designation.use?.code ?? "").lowercased()
            if text.isEmpty { continue }
            if use.contains("consumer") || use.contains("patient"), consumer.isEmpty {
                consumer = text
            } else if use.contains("clinician") {
                clinician.append(text)
            } else if use.contains("short") || use.contains("abbrev"), short.isEmpty {
                short = text
            } else if !synonyms.contains(text) {
                synonyms.append(text)
            }
        }
    }

    /// Whether two language tags (BCP 47) have the same first part.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        a.lowercased().prefix { $0 != "-" } == b.lowercased().prefix { $0 != "-" }
    }
}
