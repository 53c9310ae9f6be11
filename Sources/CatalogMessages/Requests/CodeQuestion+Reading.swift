public import CatalogModel
internal import WireMessages

extension CodeQuestion {
    /// Reads the question straight from the bytes of a `GetCodeRequest`, without unpacking and without allocating.
    ///
    /// Nil means only that the slow way must be taken, ``GetCodeRequest``, which also says what is wrong with a request
    /// that is. Unknown fields are passed over. Whenever this gives a question, the slow way gives the same one.
    ///
    /// - Parameter today: The day for requests that name none.
    public init?(getCodeRequest bytes: UnsafeRawBufferPointer, today: CalendarDate) {
        guard let fields = QuestionFields(bytes, firstField: 1) else { return nil }
        self.init(fields, today: today, view: .full)
    }

    /// Reads the number and the question from the bytes of a `LookupCodesRequest`, in the same way.
    public static func reading(
        lookupCodesRequest bytes: UnsafeRawBufferPointer, today: CalendarDate
    ) -> (index: Int64, question: CodeQuestion)? {
        guard let fields = QuestionFields(bytes, firstField: 2),
            let question = CodeQuestion(fields, today: today, view: .basic)
        else { return nil }
        return (fields.index, question)
    }

    /// What answers about the code of a `CodeKey` depend on; nil when there can be no question about it.
    static func subjects(ofKey bytes: UnsafeRawBufferPointer) -> (code: UInt64, neighbourhood: UInt64)? {
        guard let fields = KeyFields(bytes), let characters = PackedCharacters(fields.code),
            let day = CalendarDate(dayNumber: 0)
        else { return nil }
        let question = CodeQuestion(systemNumber: fields.systemNumber, characters, asOf: day, view: .full)
        return (question.subject, question.neighbourhood)
    }

    private init?(_ fields: QuestionFields, today: CalendarDate, view defaultView: CodeView) {
        // No function is passed as a value here: in a debug build that allocates.
        guard let key = fields.key, let keyFields = KeyFields(key),
            let characters = PackedCharacters(keyFields.code),
            let view = Self.view(number: fields.viewNumber, default: defaultView),
            let day = Self.day(fields: fields.date, today: today)
        else { return nil }
        self.init(systemNumber: keyFields.systemNumber, characters, asOf: day, view: view)
    }

    private static func view(number: UInt64, default: CodeView) -> CodeView? {
        switch number {
        case 0: `default`
        case 1...2: CodeView(rawValue: UInt8(number))
        default: nil
        }
    }

    private static func day(fields bytes: UnsafeRawBufferPointer?, today: CalendarDate) -> CalendarDate? {
        guard let bytes else { return today }
        var reader = WireReader(bytes)
        var (year, month, day) = (0, 0, 0)
        while !reader.isAtEnd {
            guard let tag = reader.tag() else { return nil }
            switch (tag.field, tag.type) {
            case (1...3, .varint):
                guard let value = reader.varint() else { return nil }
                let number = Int(Int32(truncatingIfNeeded: value))
                switch tag.field {
                case 1: year = number
                case 2: month = number
                default: day = number
                }
            case (1...3, _): return nil
            default: guard reader.skip(tag.type) else { return nil }
            }
        }
        return CalendarDate(year: year, month: month, day: day)
    }
}

/// The fields of a request for one code: key, day and view, one behind the other, and a number where there is a field
/// before them.
private struct QuestionFields {
    var index: Int64 = 0
    var key: UnsafeRawBufferPointer?
    var date: UnsafeRawBufferPointer?
    var viewNumber: UInt64 = 0

    init?(_ bytes: UnsafeRawBufferPointer, firstField: UInt32) {
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            guard let tag = reader.tag() else { return nil }
            switch (tag.field &- firstField, tag.type) {
            case (0, .lengthDelimited):
                // A message that comes twice is merged: rare enough for the slow way.
                guard key == nil, let value = reader.lengthDelimited() else { return nil }
                key = value
            case (1, .lengthDelimited):
                guard date == nil, let value = reader.lengthDelimited() else { return nil }
                date = value
            case (2, .varint):
                guard let value = reader.varint() else { return nil }
                viewNumber = value
            case (.max, .varint) where firstField == 2:
                guard let value = reader.varint() else { return nil }
                index = Int64(bitPattern: value)
            case (0...2, _), (.max, _): return nil
            default: guard reader.skip(tag.type) else { return nil }
            }
        }
    }
}
