internal import CatalogModel

/// The answers that hold a code; why one is not there is told the long way.
extension CodeAnswer: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var key: CodeKey?
        var code: Code?
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(into: &key)
            case 2: fields.message(into: &code)
            case 3: return nil
            default: fields.skip()
            }
        }
        guard fields.areOrdinary, let code else { return nil }
        self = .found(code)
    }
}

extension BatchGetCodesResponse: DirectlyReadable {
    init?(direct bytes: UnsafeRawBufferPointer) {
        var answers: [CodeAnswer] = []
        var fields = MessageFields(bytes)
        while let number = fields.next() {
            switch number {
            case 1: fields.message(appendingTo: &answers)
            default: fields.skip()
            }
        }
        guard fields.areOrdinary else { return nil }
        self.init(answers: answers)
    }
}
