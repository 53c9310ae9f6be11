internal import CatalogModel
internal import CommandLineSupport

/// Sets a code as a page for people: what it is called, where that holds, the facts in a line, then its sections.
struct CodePage {
    private static let columnsMax = 96
    private static let bodyIndent = 2

    private var page: TextPage

    /// The page of a code, as wide as the terminal but no wider than reads well.
    static func lines(of code: Code, columns: Int) -> [StyledText] {
        var result = CodePage(page: TextPage(columns: min(columns, columnsMax)))
        result.addHead(of: code)
        result.addSections(of: code)
        return result.page.lines
    }

    private mutating func addHead(of code: Code) {
        page.add(StyledText(code.title, .strong))
        page.add(CodeLine.text(of: code))
        page.add(StyledText(code.wordingNotice, .faint))
        page.addSpace()
        addDescriptors(of: code)
        page.add(FactsLine.text(of: code.procedure?.facts ?? ProcedureFacts()))
    }

    private mutating func addDescriptors(of code: Code) {
        if code.shortDescriptor != code.longDescriptor { addLabelled("Short", code.shortDescriptor) }
        addLabelled("For patients", code.consumerDescriptor)
        for descriptor in code.clinicianDescriptors { addLabelled("For clinicians", descriptor) }
        page.addSpace()
    }

    /// Sections in page order. What the catalog knows as data stands for the page's own list of policies and similar
    /// codes; where the page has no such section, it comes at the end.
    private mutating func addSections(of code: Code) {
        var policies = code.policies
        var similarCodes = code.similarCodes
        for section in code.procedure?.sections ?? [] {
            switch section.kind {
            case .policies where !policies.isEmpty:
                addPolicies(policies)
                policies = []
            case .similarCodes where !similarCodes.isEmpty:
                addSimilarCodes(similarCodes)
                similarCodes = []
            case .policies where !code.policies.isEmpty, .similarCodes where !code.similarCodes.isEmpty:
                continue
            default:
                addSection(section)
            }
        }
        addPolicies(policies)
        addSimilarCodes(similarCodes)
    }

    private mutating func addSection(_ section: Section) {
        guard !section.blocks.isEmpty else { return }
        addHeading(section.heading.hasSuffix(":") ? String(section.heading.dropLast()) : section.heading)
        var previous: Block?
        for block in section.blocks {
            if let previous, Self.isApart(block, from: previous) { page.addSpace() }
            addBlock(block)
            previous = block
        }
    }

    /// Labelled paragraphs in a row read as a list of facts, and a list belongs to the paragraph before it; anything
    /// else stands apart.
    private static func isApart(_ block: Block, from previous: Block) -> Bool {
        switch (previous.body, block.body) {
        case (.list, _): true
        case (.paragraph, .paragraph): block.label.isEmpty
        case (.paragraph, .list): !block.label.isEmpty
        }
    }

    private mutating func addBlock(_ block: Block) {
        switch block.body {
        case .paragraph(let text):
            page.add(labelled(block.label, text), indent: Self.bodyIndent)
        case .list(let list):
            page.add(StyledText(block.label, .strong), indent: Self.bodyIndent)
            addList(list, indent: Self.bodyIndent + (block.label.isEmpty ? 0 : 2))
        }
    }

    private mutating func addList(_ list: ItemList, indent: Int) {
        let numberWidth = String(list.items.count).count
        for (index, item) in list.items.enumerated() {
            let number = String(index + 1)
            let padding = String(repeating: " ", count: numberWidth - number.count)
            let mark = list.ordered ? "\(padding)\(number). " : "• "
            page.add(labelled(item.label, item.text), mark: StyledText(mark), indent: indent)
            for subItem in item.subItems { page.add(StyledText(subItem), mark: "– ", indent: indent + mark.count) }
        }
    }

    private mutating func addPolicies(_ policies: [Policy]) {
        guard !policies.isEmpty else { return }
        addHeading("Policies")
        for (index, policy) in policies.enumerated() {
            if index > 0 { page.addSpace() }
            addPolicy(policy)
        }
    }

    private mutating func addPolicy(_ policy: Policy) {
        let sample = policy.isSample ? StyledText("sample, not a real policy", .alarm) : ""
        page.add(
            [StyledText(policy.payer, .strong), StyledText(policy.number), sample].joinedByDots,
            indent: Self.bodyIndent)
        let indent = Self.bodyIndent + 2
        let title = [policy.title, policy.type.isEmpty ? "" : "(\(policy.type))"].filter { !$0.isEmpty }
        page.add(StyledText(title.joined(separator: " ")), indent: indent)
        addLabelled("Coverage", policy.coverage, indent: indent)
        addLabelled("Prior authorization", policy.priorAuthorization, indent: indent)
        addLabelled("Applies in", policy.jurisdictions.joined(separator: ", "), indent: indent)
        addLabelled("Effective", policy.period.effective?.description ?? "", indent: indent)
        addLabelled("Ended", policy.period.terminated?.description ?? "", indent: indent)
        page.add(StyledText(policy.url, .faint), indent: indent)
    }

    private mutating func addSimilarCodes(_ codes: [SimilarCode]) {
        guard !codes.isEmpty else { return }
        addHeading("Similar codes")
        let width = codes.map { $0.key.title.displayWidth }.max() ?? 0
        for code in codes {
            let padding = String(repeating: " ", count: width - code.key.title.displayWidth + 2)
            let reason = StyledText("(\(code.reason.words))", .faint)
            page.add(
                [StyledText(code.title), reason].joined(separator: " "),
                mark: StyledText(code.key.title, .strong) + StyledText(padding), indent: Self.bodyIndent)
        }
    }

    private mutating func addHeading(_ heading: String) {
        page.addSpace()
        page.add(StyledText(heading, .strong))
    }

    private mutating func addLabelled(_ label: String, _ text: String, indent: Int = 0) {
        if !text.isEmpty { page.add(labelled(label, text), indent: indent) }
    }

    /// `Label: text`, or the text alone where there is no label.
    private func labelled(_ label: String, _ text: String) -> StyledText {
        label.isEmpty ? StyledText(text) : StyledText("\(label): ", .strong) + StyledText(text)
    }
}

extension Code {
    /// What stands at the top of the page: the best descriptor there is.
    fileprivate var title: String {
        [longDescriptor, shortDescriptor, consumerDescriptor].first { !$0.isEmpty } ?? key.title
    }

    /// What a reader must know about the wording.
    fileprivate var wordingNotice: String {
        notice.isEmpty && descriptorOrigin == .ownWording ? "Our wording, not the official descriptor." : notice
    }
}
