internal import CatalogModel

/// A ConceptMap resource (hl7.org/fhir/R4/conceptmap.html, hl7.org/fhir/R5/conceptmap.html), as far as it is read.
struct FHIRConceptMap: Decodable {
    /// The concepts of one system and their counterparts in another.
    struct Group: Decodable {
        var source: String?
        var target: String?
        var element: [Element]?
    }

    /// A concept and its counterparts.
    struct Element: Decodable {
        var code: String?
        var noMap: Bool?
        var target: [Target]?
    }

    /// A counterpart, with its relation in the words of R4 or of R5.
    struct Target: Decodable {
        /// What else must be so for the counterpart to be right; only whether there is something is read.
        struct Condition: Decodable {}

        var code: String?
        var equivalence: String?
        var relationship: String?
        var dependsOn: [Condition]?
        var product: [Condition]?
    }

    var url: String?
    var version: String?
    var group: [Group]?
}

extension FHIRConceptMap.Target {
    /// How the counterpart stands to its source; nil when the words are not known, or missing.
    ///
    /// R4 says how the target stands to the source, R5 the other way round (ConceptMapEquivalence,
    /// ConceptMapRelationship).
    var relation: CrosswalkEntry.Relation? {
        switch relationship ?? equivalence {
        case "related-to", "relatedto", "inexact": .relatedTo
        case "equivalent", "equal": .equivalent
        case "source-is-narrower-than-target", "wider", "subsumes": .sourceIsNarrowerThanTarget
        case "source-is-broader-than-target", "narrower", "specializes": .sourceIsBroaderThanTarget
        case "not-related-to", "unmatched", "disjoint": .notRelatedTo
        default: nil
        }
    }
}
