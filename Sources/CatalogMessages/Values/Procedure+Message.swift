internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension Procedure: MessageMapping {
    init(_ message: Medcodes__V1__Procedure) throws(MessageError) {
        self.init(
            sections: try readList(message.sections, count: message.n_sections, "sections"),
            facts: try readOptional(message.facts, "facts") ?? ProcedureFacts())
    }

    func fill(_ message: inout Medcodes__V1__Procedure, in arena: MessageArena) {
        message.n_sections = sections.count
        message.sections = arena.list(sections)
        message.facts = facts.made(in: arena)
    }
}

extension Section: MessageMapping {
    init(_ message: Medcodes__V1__Section) throws(MessageError) {
        self.init(
            kind: SectionKind(message.kind), heading: String(cString: message.heading),
            blocks: try readList(message.blocks, count: message.n_blocks, "blocks"))
    }

    func fill(_ message: inout Medcodes__V1__Section, in arena: MessageArena) {
        message.kind = kind.wireValue
        message.heading = arena.copy(heading)
        message.n_blocks = blocks.count
        message.blocks = arena.list(blocks)
    }
}

extension Block: MessageMapping {
    init(_ message: Medcodes__V1__Block) throws(MessageError) {
        let body: Body
        switch message.body_case {
        case MEDCODES__V1__BLOCK__BODY_LIST:
            body = .list(try readOptional(message.list, "list") ?? ItemList(items: []))
        case MEDCODES__V1__BLOCK__BODY_PARAGRAPH:
            body = .paragraph(String(cString: message.paragraph))
        default:
            body = .paragraph("")
        }
        self.init(label: String(cString: message.label), body)
    }

    func fill(_ message: inout Medcodes__V1__Block, in arena: MessageArena) {
        message.label = arena.copy(label)
        switch body {
        case .paragraph(let text):
            message.body_case = MEDCODES__V1__BLOCK__BODY_PARAGRAPH
            message.paragraph = arena.copy(text)
        case .list(let list):
            message.body_case = MEDCODES__V1__BLOCK__BODY_LIST
            message.list = list.made(in: arena)
        }
    }
}

extension ItemList: MessageMapping {
    init(_ message: Medcodes__V1__ItemList) throws(MessageError) {
        self.init(ordered: message.ordered != 0, items: try readList(message.items, count: message.n_items, "items"))
    }

    func fill(_ message: inout Medcodes__V1__ItemList, in arena: MessageArena) {
        message.ordered = ordered ? 1 : 0
        message.n_items = items.count
        message.items = arena.list(items)
    }
}

extension Item: MessageMapping {
    init(_ message: Medcodes__V1__Item) throws(MessageError) {
        self.init(
            label: String(cString: message.label), text: String(cString: message.text),
            subItems: readList(message.sub_items, count: message.n_sub_items))
    }

    func fill(_ message: inout Medcodes__V1__Item, in arena: MessageArena) {
        message.label = arena.copy(label)
        message.text = arena.copy(text)
        message.n_sub_items = subItems.count
        message.sub_items = arena.list(subItems)
    }
}
