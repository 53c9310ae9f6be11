internal import CatalogModel

/// One paragraph or list entry of a page, with where it stands.
struct Statement {
    /// The kind of its section.
    var section: SectionKind
    /// The label before it in lower case; the list's where the entry has none.
    var label: String
    /// What it says, in lower case, cut into sentences.
    var sentences: [String]

    /// The statements of a section in page order.
    static func all(in section: Section) -> [Statement] {
        section.blocks.flatMap { block in
            switch block.body {
            case .paragraph(let text): [Statement(section.kind, block.label, text)]
            case .list(let list):
                list.items.flatMap { item in
                    let label = item.label.isEmpty ? block.label : item.label
                    return ([item.text] + item.subItems).map { Statement(section.kind, label, $0) }
                }
            }
        }
    }

    private init(_ section: SectionKind, _ label: String, _ text: String) {
        self.section = section
        self.label = label.lowercased()
        sentences = Self.sentences(of: text.lowercased())
    }

    /// A full stop ends a sentence where white space follows; a number like `1.5` stays whole.
    private static func sentences(of text: String) -> [String] {
        var sentences = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            sentences[sentences.count - 1] += sentences[sentences.count - 1].isEmpty ? word : " " + word
            if ".!?;".contains(word.last ?? " "), !abbreviations.contains(word) { sentences.append("") }
        }
        return sentences.filter { !$0.isEmpty }
    }

    private static let abbreviations: Set<Substring> = [
        "e.g.", "(e.g.", "i.e.", "(i.e.", "dr.", "vs.", "approx.", "min.", "mins.", "hr.", "hrs.",
    ]
}
