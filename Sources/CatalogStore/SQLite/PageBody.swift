internal import CatalogModel

/// The part of a page that only the full view needs, stored as one JSON text.
struct PageBody: Codable {
    var procedure: Procedure?
    var similarCodes: [SimilarCode]
    var policies: [Policy]

    /// The body of a page.
    init(_ page: Code) {
        procedure = page.procedure
        similarCodes = page.similarCodes
        policies = page.policies
    }

    /// Gives the body's content to a code.
    func apply(to code: inout Code) {
        code.procedure = procedure
        code.similarCodes = similarCodes
        code.policies = policies
    }
}
