internal import CatalogModel

/// Puts a page's lines into sections, blocks and items, one line at a time.
struct PageBuilder {
    /// The sections finished so far.
    private(set) var sections: [Section] = []
    /// What could be placed only as plain text.
    private(set) var remarks: [PageRemark] = []

    private var current: Section?
    /// A label on a line of its own, waiting for the list or paragraph it labels.
    private var pendingLabel: String?
    /// The list at the end of the current section while it can still grow.
    private var openList: OpenList?
    /// Where the last numbered list stands among the current section's blocks, once it is one of them.
    private var stepsIndex: Int?
    private var lastLine: PageLine?

    private struct OpenList {
        var label: String
        var list: ItemList
        var indent: Int
        var marker: PageLine.Marker
    }

    /// Adds a line; `next` is the one after it, which helps to tell a heading from a short paragraph.
    mutating func add(_ line: PageLine, next: PageLine?) {
        switch line.marker {
        case .bullet: addBullet(line)
        case .number(let number): addStep(line, number)
        case .none: addPlain(line, next: next)
        }
        lastLine = line
    }

    /// Ends the last section and returns all of them.
    mutating func finish() -> [Section] {
        closeSection()
        return sections
    }

    // MARK: Headings

    private mutating func addPlain(_ line: PageLine, next: PageLine?) {
        if let heading = PageHeading(line.text), heading.remainder.isEmpty || opensSection(heading) {
            open(Section(kind: heading.kind, heading: heading.text, blocks: []))
            guard let rest = PageLine(heading.remainder[...], number: line.number, blankBefore: false) else { return }
            add(rest, next: next)
        } else if isUnknownHeading(line, next: next) {
            open(Section(kind: .other, heading: line.text, blocks: []))
            remarks.append(PageRemark(line: line.number, subject: .unknownHeading(line.text)))
        } else {
            addParagraph(line.text, line: line.number)
        }
    }

    /// Whether `Risks: …` and the like open a section here: among the alternatives they label what one of them brings.
    private func opensSection(_ heading: PageHeading) -> Bool {
        guard current?.kind == .alternatives else { return true }
        return [.policies, .similarCodes, .patientExperience].contains(heading.kind)
    }

    /// Whether a line has the shape of a heading and stands where one can: set off from finished text above it, and
    /// with text or a list below it.
    private func isUnknownHeading(_ line: PageLine, next: PageLine?) -> Bool {
        guard let current, !current.blocks.isEmpty || openList != nil, pendingLabel == nil, let lastLine, let next,
            current.kind != .policies, current.kind != .similarCodes
        else { return false }
        let isSetOff = line.blankBefore || lastLine.marker != .none || PageText.isTerminated(lastLine.text)
        return isSetOff && UnknownHeading.hasShape(line.text) && UnknownHeading.canPrecede(next)
    }

    private mutating func open(_ section: Section) {
        closeSection()
        current = section
    }

    private mutating func closeSection() {
        closeBlock()
        if let current { sections.append(current) }
        current = nil
        stepsIndex = nil
    }

    // MARK: Paragraphs

    private mutating func addParagraph(_ text: String, line: Int) {
        ensureSection(line: line)
        guard current?.kind != .name, let (label, value) = PageText.splitLabel(text) else {
            closeList()
            appendParagraph(label: takeLabel(), text)
            return
        }
        closeBlock()
        if value.isEmpty {
            pendingLabel = label
        } else {
            appendParagraph(label: label, value)
        }
    }

    private mutating func appendParagraph(label: String, _ text: String) {
        current?.blocks.append(Block(label: label, .paragraph(text)))
    }

    private mutating func ensureSection(line: Int) {
        guard current == nil else { return }
        current = Section(kind: .other, heading: "", blocks: [])
        remarks.append(PageRemark(line: line, subject: .textBeforeHeading))
    }

    private mutating func takeLabel() -> String {
        defer { pendingLabel = nil }
        return pendingLabel ?? ""
    }

    /// Ends the open list, and keeps a label that nothing follows.
    private mutating func closeBlock() {
        closeList()
        guard pendingLabel != nil else { return }
        appendParagraph(label: takeLabel(), "")
    }

    // MARK: Lists

    private mutating func addBullet(_ line: PageLine) {
        if isNested(line) {
            addSubItem(line.text)
        } else if openList?.list.ordered == false {
            addItem(line)
        } else {
            startList(line, ordered: false)
        }
    }

    private mutating func addStep(_ line: PageLine, _ number: Int) {
        if isNested(line) {
            addSubItem(line.printed)
        } else if number == 1 {
            startList(line, ordered: true)
        } else if reopenSteps(count: number - 1, for: line) {
            addItem(line)
        } else {
            remarks.append(PageRemark(line: line.number, subject: .numberOutOfSequence(number)))
            ensureSection(line: line.number)
            closeBlock()
            appendParagraph(label: "", line.printed)
        }
    }

    private func isNested(_ line: PageLine) -> Bool {
        guard let openList else { return false }
        return line.indent >= openList.indent + 2 || (line.marker == .bullet("◦") && openList.marker != line.marker)
    }

    private mutating func startList(_ line: PageLine, ordered: Bool) {
        ensureSection(line: line.number)
        closeList()
        let list = ItemList(ordered: ordered, items: [Self.item(line.text)])
        openList = OpenList(label: takeLabel(), list: list, indent: line.indent, marker: line.marker)
    }

    private mutating func addItem(_ line: PageLine) {
        openList?.list.items.append(Self.item(line.text))
        if let indent = openList?.indent, line.indent < indent { openList?.indent = line.indent }
    }

    private mutating func addSubItem(_ text: String) {
        guard let last = openList?.list.items.indices.last else { return }
        openList?.list.items[last].subItems.append(text)
    }

    private mutating func closeList() {
        guard let open = openList else { return }
        openList = nil
        if open.list.ordered { stepsIndex = current?.blocks.count }
        current?.blocks.append(Block(label: open.label, .list(open.list)))
    }

    /// Makes the section's last numbered list the open one again if it has so many steps. What stands between it and the
    /// next step belongs to its last step.
    private mutating func reopenSteps(count: Int, for line: PageLine) -> Bool {
        if let openList, openList.list.ordered { return openList.list.items.count == count }
        guard let index = stepsIndex, case .list(let steps) = current?.blocks[index].body, steps.items.count == count
        else { return false }
        closeBlock()
        let inserted = (current?.blocks[(index + 1)...] ?? []).flatMap(Self.lines)
        let label = current?.blocks[index].label ?? ""
        current?.blocks.removeSubrange(index...)
        stepsIndex = nil
        openList = OpenList(label: label, list: steps, indent: line.indent, marker: line.marker)
        openList?.list.items[count - 1].subItems += inserted
        return true
    }

    private static func item(_ text: String) -> Item {
        guard let (label, value) = PageText.splitLabel(text) else { return Item(text: text) }
        return Item(label: label, text: value)
    }

    /// The block as lines without markers.
    private static func lines(of block: Block) -> [String] {
        switch block.body {
        case .paragraph(let text):
            return [PageRenderer.labelled(block.label, text)]
        case .list(let list):
            let label = block.label.isEmpty ? [] : [block.label + ":"]
            return label + list.items.flatMap { [PageRenderer.labelled($0.label, $0.text)] + $0.subItems }
        }
    }
}
