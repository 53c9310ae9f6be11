internal import CatalogModel

/// Writes a page back as text: the same sentences in the same order, one line each, in one dialect of the format.
///
/// Reading the result again gives the same page.
public enum PageRenderer {
    /// The page as text, ending with a line feed.
    public static func text(of page: ProcedurePage) -> String {
        let front = page.banner + [page.title, page.systemLine].filter { !$0.isEmpty }
        let sections = page.procedure.sections.map { lines(of: $0).joined(separator: "\n") }
        return ([front.joined(separator: "\n")] + sections).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    static func labelled(_ label: String, _ text: String) -> String {
        if label.isEmpty { return text }
        return text.isEmpty ? "\(label):" : "\(label): \(text)"
    }

    private static func lines(of section: Section) -> [String] {
        (section.heading.isEmpty ? [] : [section.heading]) + section.blocks.flatMap(lines)
    }

    private static func lines(of block: Block) -> [String] {
        switch block.body {
        case .paragraph(let text):
            let line = labelled(block.label, text)
            // Set off, so that it does not read as the wrapped end of the line above.
            let isSetOff = line.unicodeScalars.first?.properties.isLowercase ?? false
            return isSetOff ? ["", line] : [line]
        case .list(let list):
            return (block.label.isEmpty ? [] : [block.label + ":"]) + lines(of: list)
        }
    }

    private static func lines(of list: ItemList) -> [String] {
        list.items.enumerated().flatMap { index, item in
            let marker = list.ordered ? "\(index + 1)." : "•"
            return ["  \(marker) \(labelled(item.label, item.text))"] + item.subItems.map { "    • \($0)" }
        }
    }
}
