internal import CatalogModel
internal import RPCCore
internal import WireMessages

/// What a page token says: the day its list is of, and where the page before it ended.
///
/// The text is Base64url (RFC 4648, section 5) of a digest of 8 bytes, the day number of 4, and the place's fields with
/// a byte 0xFF between them, which no UTF-8 text has. The digest covers the list's identity and what follows it, so a
/// token that was changed, cut, or made for another list is refused. That guards against mistakes: a token grants
/// nothing, so one that somebody has forged begins a page at an odd place and does no more.
struct PageToken: Hashable {
    /// The day, kept so that a list asked for "today" goes on with the day it began on.
    let day: CalendarDate
    /// Where the page before ended: at least one field.
    let place: [String]

    /// A token.
    init(day: CalendarDate, place: [String]) {
        self.day = day
        self.place = place
    }

    /// Reads a token of the list with this identity.
    ///
    /// - Throws: ``MessageError`` naming `page_token`.
    init(_ text: String, of list: [UInt8]) throws(MessageError) {
        guard let bytes = Base64.decode(text.utf8, alphabet: .url), bytes.count >= Self.headByteCount,
            bytes.prefix(8).elementsEqual(Self.digest(list, bytes.dropFirst(8))),
            // Only one text stands for these bytes, so that a token is as bound as they are.
            Base64.encode(bytes, alphabet: .url).elementsEqual(text.utf8),
            let day = CalendarDate(dayNumber: Int32(littleEndianBytes: bytes[8..<12]))
        else { throw Self.refusal }
        var place: [String] = []
        for field in bytes[12...].split(separator: Self.separator, omittingEmptySubsequences: false) {
            guard let text = String(validating: field, as: UTF8.self) else { throw Self.refusal }
            place.append(text)
        }
        self.init(day: day, place: place)
    }

    /// The token as text, bound to the list with this identity.
    func text(of list: [UInt8]) -> String {
        let fields = Array(place.map { Array($0.utf8) }.joined(separator: [Self.separator]))
        let body = withUnsafeBytes(of: day.dayNumber.littleEndian) { Array($0) } + fields
        return String(decoding: Base64.encode(Self.digest(list, body[...]) + body, alphabet: .url), as: UTF8.self)
    }

    /// A token that is none of the list's.
    static let refusal = MessageError.invalid(
        "page_token", "this is no token of the list with these arguments; ask for the first page again")

    private static let headByteCount = 12
    private static let separator: UInt8 = 0xFF

    /// FNV-1a of 64 bits (isthe.com/chongo/tech/comp/fnv), the list's length first, so that nothing runs into another.
    private static func digest(_ list: [UInt8], _ body: ArraySlice<UInt8>) -> [UInt8] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        func combine(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        withUnsafeBytes(of: UInt64(list.count).littleEndian) { combine($0) }
        combine(list)
        combine(body)
        return withUnsafeBytes(of: state.littleEndian) { Array($0) }
    }
}

extension Int32 {
    fileprivate init(littleEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | Int32($1) }
    }
}
