public import CatalogModel

/// One page of procedure text, taken apart: what stood above the first heading, and the procedure itself.
///
/// Nothing printed is missing: ``banner``, ``title``, ``systemLine`` and the sections, read in this order, hold every
/// word of the page once. Only bullets, step numbers, colons after labels and spacing are not kept as text.
public struct ProcedurePage: Hashable, Sendable {
    /// The lines above the title, such as the site's search prompt.
    public var banner: [String]
    /// The line naming the procedure, the add-on notation included; empty when the page starts with a heading.
    public var title: String
    /// The line naming the code system, as printed (`CPT4 code`); empty when there is none.
    public var systemLine: String
    /// The procedure as the sections describe it; a section without heading holds text above the first one.
    public var procedure: Procedure
    /// What the parser could place only as plain text, in page order.
    public var remarks: [PageRemark]

    /// A page made of these parts.
    public init(
        banner: [String] = [], title: String = "", systemLine: String = "", procedure: Procedure,
        remarks: [PageRemark] = []
    ) {
        self.banner = banner
        self.title = title
        self.systemLine = systemLine
        self.procedure = procedure
        self.remarks = remarks
    }

    /// The code system the page names; nil when it names none.
    public var system: CodeSystem? { PageVocabulary.system(namedBy: systemLine) }

    /// The full descriptor: the title, or the name section's first text where the page has no title.
    public var descriptor: String {
        guard title.isEmpty else { return title }
        for case .paragraph(let text) in procedure.sections.filter({ $0.kind == .name }).flatMap(\.blocks).map(\.body) {
            return text
        }
        return ""
    }

    /// Whether the title says that the code is reported only together with a primary procedure, as in
    /// `(List separately in addition to code for primary procedure)`.
    public var isAddOn: Bool { PageVocabulary.hasAddOnNotation(descriptor) }
}
