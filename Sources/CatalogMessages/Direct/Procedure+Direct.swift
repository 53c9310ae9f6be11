internal import CMedCodesProtos
internal import CatalogModel

extension Procedure: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var sections: [Section] = []
        var facts: ProcedureFacts?
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(appendingTo: &sections)
            case 2: fields.message(into: &facts)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self.init(sections: sections, facts: facts ?? ProcedureFacts())
    }
}

extension Section: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var kind: UInt32 = 0
        var heading = ""
        var blocks: [Block] = []
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: kind = fields.number()
            case 2: heading = fields.text()
            case 3: fields.message(appendingTo: &blocks)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self.init(kind: SectionKind(.init(rawValue: kind)), heading: heading, blocks: blocks)
    }
}

extension Block: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var label = ""
        var paragraph: String?
        var list: ItemList?
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: label = fields.text()
            case 2: paragraph = fields.text()
            case 3: fields.message(into: &list)
            default: fields.skip()
            }
        }
        // Of two bodies the last one counts, wherever it stands.
        guard fields.areOrdinary, paragraph == nil || list == nil else { return nil }
        self.init(label: label, list.map(Body.list) ?? .paragraph(paragraph ?? ""))
    }
}

extension ItemList: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var list = ItemList(items: [])
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: list.ordered = fields.flag()
            case 2: fields.message(appendingTo: &list.items)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self = list
    }
}

extension Item: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var item = Item(text: "")
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: item.label = fields.text()
            case 2: item.text = fields.text()
            case 3: fields.text(appendingTo: &item.subItems)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self = item
    }
}

extension ProcedureFacts: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var (duration, stay, recovery): (NumberRange?, NumberRange?, NumberRange?)
        var facts = ProcedureFacts()
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(into: &duration)
            case 2: fields.numbers { if let kind = AnesthesiaKind(wire: $0) { facts.anesthesia.append(kind) } }
            case 3: fields.numbers { if let setting = CareSetting(wire: $0) { facts.settings.append(setting) } }
            case 4: fields.message(into: &stay)
            case 5: fields.message(into: &recovery)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        facts.durationMinutes = duration?.range
        facts.hospitalDays = stay?.range
        facts.recoveryDays = recovery?.range
        self = facts
    }
}

extension AnesthesiaKind {
    fileprivate init?(wire number: UInt32) { self.init(Medcodes__V1__AnesthesiaKind(rawValue: number)) }
}

extension CareSetting {
    fileprivate init?(wire number: UInt32) { self.init(Medcodes__V1__CareSetting(rawValue: number)) }
}

/// `MinuteRange` or `DayRange`.
private struct NumberRange: DirectlyReadable {
    let range: ClosedRange<Int>

    init?(direct bytes: UnsafeRawBufferPointer) {
        var (lower, upper): (UInt32, UInt32) = (0, 0)
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: lower = fields.number()
            case 2: upper = fields.number()
            default: fields.skip()
            }
        }
        guard fields.areOrdinary, lower <= upper else { return nil }
        range = Int(lower)...Int(upper)
    }
}
