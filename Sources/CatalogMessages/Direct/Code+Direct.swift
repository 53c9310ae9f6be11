internal import CMedCodesProtos
internal import CatalogModel

extension Code: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var (key, parent, release): (CodeKey?, CodeKey?, Release?)
        var (kind, origin): (UInt32, UInt32) = (0, 0)
        var (long, short, consumer, notice) = ("", "", "", "")
        var clinician: [String] = []
        var (effective, terminated): (CalendarDate?, CalendarDate?)
        var isAddOn = false
        var successors: [CodeKey] = []
        var procedure: Procedure?
        var similarCodes: [SimilarCode] = []
        var policies: [Policy] = []
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(into: &key)
            case 2: kind = fields.number()
            case 3: long = fields.text()
            case 4: short = fields.text()
            case 5: consumer = fields.text()
            case 6: fields.text(appendingTo: &clinician)
            case 7: origin = fields.number()
            case 8: notice = fields.text()
            case 9, 14: _ = fields.number()  // Follow from the others.
            case 10: fields.message(into: &effective)
            case 11: fields.message(into: &terminated)
            case 12: fields.message(into: &release)
            case 13: isAddOn = fields.flag()
            case 15: fields.message(into: &parent)
            case 16: fields.message(appendingTo: &successors)
            case 17: fields.message(into: &procedure)
            case 18: fields.message(appendingTo: &similarCodes)
            case 19: fields.message(appendingTo: &policies)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary, let key else { return nil }
        self.init(
            key: key, kind: CodeKind(.init(rawValue: kind)), longDescriptor: long, shortDescriptor: short,
            consumerDescriptor: consumer, clinicianDescriptors: clinician,
            descriptorOrigin: DescriptorOrigin(.init(rawValue: origin)), notice: notice,
            period: ValidityPeriod(effective: effective, terminated: terminated), release: release, isAddOn: isAddOn,
            parent: parent, successors: successors, procedure: procedure, similarCodes: similarCodes,
            policies: policies)
    }
}

extension CodeKey: DirectlyReadable {
    /// A code of a known system, as short as nearly all are.
    init?(direct bytes: UnsafeRawBufferPointer) {
        guard let fields = KeyFields(bytes), let system = CodeSystem(wireNumber: UInt32(fields.systemNumber)),
            let code = PackedCharacters(fields.code)
        else { return nil }
        self.init(system: system, canonical: code.text)
    }
}

extension CalendarDate: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var (year, month, day): (UInt32, UInt32, UInt32) = (0, 0, 0)
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: year = fields.number()
            case 2: month = fields.number()
            case 3: day = fields.number()
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }
}

extension Release: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var label = ""
        var effective: CalendarDate?
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: label = fields.text()
            case 2: fields.message(into: &effective)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary, let effective else { return nil }
        self.init(label: label, effective: effective)
    }
}

extension SimilarCode: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var key: CodeKey?
        var title = ""
        var reason: UInt32 = 0
        var score = 0.0
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(into: &key)
            case 2: title = fields.text()
            case 3: reason = fields.number()
            case 4: score = fields.double()
            default: fields.skip()
            }
        }
        guard fields.areOrdinary, let key else { return nil }
        self.init(key: key, title: title, reason: SimilarityReason(.init(rawValue: reason)), score: score)
    }
}

extension Policy: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var policy = Policy(payer: "", number: "", title: "")
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: policy.payer = fields.text()
            case 2: policy.number = fields.text()
            case 3: policy.title = fields.text()
            case 4: policy.type = fields.text()
            case 5: policy.url = fields.text()
            case 6: fields.text(appendingTo: &policy.jurisdictions)
            case 7: fields.message(into: &policy.period.effective)
            case 8: fields.message(into: &policy.period.terminated)
            case 9: policy.coverage = fields.text()
            case 10: policy.priorAuthorization = fields.text()
            case 11: policy.isSample = fields.flag()
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self = policy
    }
}
