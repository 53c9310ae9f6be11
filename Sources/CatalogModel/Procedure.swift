/// What a procedure involves, as a page describes it: sections in page order, and the facts read from their text.
public struct Procedure: Hashable, Sendable, Codable {
    /// The page's sections in the order printed; a heading that occurs twice makes two sections.
    public var sections: [Section]
    /// Numbers and kinds read from the sections' text.
    public var facts: ProcedureFacts

    /// A procedure with these sections and facts.
    public init(sections: [Section], facts: ProcedureFacts = ProcedureFacts()) {
        self.sections = sections
        self.facts = facts
    }
}

/// One section of a procedure page.
public struct Section: Hashable, Sendable, Codable {
    /// What the section is about.
    public var kind: SectionKind
    /// The heading as printed; empty for text that stood under no heading.
    public var heading: String
    /// The section's content in page order; empty for a heading with nothing under it.
    public var blocks: [Block]

    /// A section.
    public init(kind: SectionKind, heading: String, blocks: [Block]) {
        self.kind = kind
        self.heading = heading
        self.blocks = blocks
    }
}

/// What a section of a procedure page is about.
public enum SectionKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The procedure's name.
    case name
    /// The terms clinicians use for it.
    case technicalTerms
    /// What it is, in a few sentences.
    case summary
    /// What it is meant to achieve.
    case purpose
    /// Who needs it.
    case indications
    /// What happens before the day.
    case preparation
    /// The steps, tools and anesthesia.
    case procedureDescription
    /// How long it takes.
    case duration
    /// Where it is done.
    case setting
    /// Who does it.
    case personnel
    /// What can go wrong, how often, and what is done about it.
    case risks
    /// What the patient gains.
    case benefits
    /// What happens afterwards and for how long.
    case recovery
    /// What else could be done, with pros and cons.
    case alternatives
    /// What the patient will notice.
    case patientExperience
    /// Health-plan policies.
    case policies
    /// Related codes.
    case similarCodes
    /// Anything else, kept as it stood.
    case other
}

/// A paragraph or a list, with the label printed before it.
public struct Block: Hashable, Sendable, Codable {
    /// The label, e.g. `Common risks`, without its colon; empty when there is none.
    public var label: String
    /// What follows the label.
    public var body: Body

    /// The content of a block.
    public enum Body: Hashable, Sendable {
        /// Running text.
        case paragraph(String)
        /// A bulleted or numbered list.
        case list(ItemList)
    }

    /// A block.
    public init(label: String = "", _ body: Body) {
        self.label = label
        self.body = body
    }
}

extension Block.Body: Codable {
    private enum CodingKeys: String, CodingKey { case paragraph, list }

    /// Reads `{"paragraph": …}` or `{"list": …}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .paragraph) {
            self = .paragraph(text)
        } else {
            self = .list(try container.decode(ItemList.self, forKey: .list))
        }
    }

    /// Writes `{"paragraph": …}` or `{"list": …}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .paragraph(let text): try container.encode(text, forKey: .paragraph)
        case .list(let list): try container.encode(list, forKey: .list)
        }
    }
}

/// A bulleted or numbered list.
public struct ItemList: Hashable, Sendable, Codable {
    /// Whether the items are numbered steps.
    public var ordered: Bool
    /// The items in order.
    public var items: [Item]

    /// A list.
    public init(ordered: Bool = false, items: [Item]) {
        self.ordered = ordered
        self.items = items
    }
}

/// One entry of a list.
public struct Item: Hashable, Sendable, Codable {
    /// The label before the colon, e.g. `Follow-up`; empty when there is none.
    public var label: String
    /// The entry's text after the label.
    public var text: String
    /// Entries one level down, in order.
    public var subItems: [String]

    /// An entry.
    public init(label: String = "", text: String, subItems: [String] = []) {
        self.label = label
        self.text = text
        self.subItems = subItems
    }
}
