/// A CodeSystem resource (hl7.org/fhir/R4/codesystem.html, hl7.org/fhir/R5/codesystem.html), as far as it is read.
struct FHIRCodeSystem: Decodable {
    /// A concept, with those it stands above.
    struct Concept: Decodable {
        var code: String
        var display: String?
        var definition: String?
        var designation: [Designation]?
        var property: [Property]?
        var concept: [Concept]?
    }

    /// Other words for a concept.
    struct Designation: Decodable {
        var language: String?
        var use: FHIRCoding?
        var value: String
    }

    /// Something said of a concept.
    struct Property: Decodable {
        var code: String
        var valueCode: String?
        var valueCoding: FHIRCoding?
        var valueString: String?
        var valueBoolean: Bool?
        var valueDateTime: String?

        /// The value where it is a code, however it is typed.
        var text: String? { valueCode ?? valueCoding?.code ?? valueString }
    }

    /// What a property means.
    struct PropertyMeaning: Decodable {
        var code: String
        var uri: String?
    }

    /// Days, R5 only.
    struct Period: Decodable {
        var start: String?
    }

    var url: String?
    var version: String?
    var language: String?
    var date: String?
    var effectivePeriod: Period?
    var copyright: String?
    var content: String?
    var property: [PropertyMeaning]?
    var concept: [Concept]?
}

/// A code of some system.
struct FHIRCoding: Decodable {
    var system: String?
    var code: String?
}
