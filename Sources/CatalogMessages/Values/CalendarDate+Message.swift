internal import CMedCodesProtos
internal import CatalogModel
internal import WireMessages

extension CalendarDate: MessageMapping {
    init(_ message: Medcodes__V1__Date) throws(MessageError) {
        guard let date = CalendarDate(year: Int(message.year), month: Int(message.month), day: Int(message.day)) else {
            throw .invalid("", "there is no such day; give year 1 to 9999, month and day")
        }
        self = date
    }

    func fill(_ message: inout Medcodes__V1__Date, in arena: MessageArena) {
        let (year, month, day) = components
        message.year = Int32(year)
        message.month = Int32(month)
        message.day = Int32(day)
    }
}
