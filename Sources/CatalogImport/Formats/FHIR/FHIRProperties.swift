internal import CatalogModel

/// What the properties of a code system mean: those of FHIR's list (hl7.org/fhir/codesystem-concept-properties.html),
/// told by the URI the system gives them, or by their code.
struct FHIRProperties {
    /// What a concept's properties say of it.
    struct Said {
        var isInactive = false
        var isSelectable = true
        var effective: CalendarDate?
        /// The first day on which it is no longer used.
        var retired: CalendarDate?
        var parent: String?
        var successors: [String] = []
    }

    private static let prefix = "http://hl7.org/fhir/concept-properties#"
    private var meanings: [String: String] = [:]

    init(_ properties: [FHIRCodeSystem.PropertyMeaning]) {
        for property in properties {
            guard let uri = property.uri, uri.hasPrefix(Self.prefix) else { continue }
            meanings[property.code] = String(uri.dropFirst(Self.prefix.count))
        }
    }

    func said(of concept: FHIRCodeSystem.Concept) -> Said {
        var said = Said()
        for property in concept.property ?? [] {
            switch (meanings[property.code] ?? property.code).lowercased() {
            case "inactive": said.isInactive = said.isInactive || property.valueBoolean == true
            case "status": said.isInactive = said.isInactive || ["retired", "inactive"].contains(property.text)
            case "notselectable", "abstract": said.isSelectable = property.valueBoolean != true
            case "effectivedate": said.effective = CalendarDate(fhir: property.valueDateTime)
            case "retirementdate": said.retired = CalendarDate(fhir: property.valueDateTime)
            case "parent", "subsumedby": said.parent = said.parent ?? property.text
            case "successor", "replacedby": property.text.map { said.successors.append($0) }
            default: break
            }
        }
        return said
    }
}
