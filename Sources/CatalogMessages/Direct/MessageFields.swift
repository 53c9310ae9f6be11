internal import WireMessages

/// The fields of a message, one after the other, for what is read directly.
///
/// ```
/// while let number = fields.next() {
///     switch number {
///     case 1: label = fields.text()
///     default: fields.skip()
///     }
/// }
/// guard fields.areOrdinary else { return nil }
/// ```
/// Each field that ``next()`` names must be taken by one other method. Once something out of the ordinary is met, there are
/// no more fields, and what was read last means nothing.
struct MessageFields {
    /// Whether everything so far could be read.
    private(set) var areOrdinary = true

    private var reader: WireReader
    private var tag: WireTag?

    /// The fields of these bytes, which must outlive them.
    init(_ bytes: UnsafeRawBufferPointer) { reader = WireReader(bytes) }

    /// The number of the next field; nil at the end.
    mutating func next() -> UInt32? {
        guard areOrdinary, !reader.isAtEnd else { return nil }
        tag = reader.tag()
        if tag == nil { giveUp() }
        return tag?.field
    }

    /// Reads over a field that this version does not know.
    mutating func skip() {
        guard let tag, reader.skip(tag.type) else { return giveUp() }
    }

    /// A text: UTF-8 without U+0000.
    mutating func text() -> String {
        let bytes = bytes()
        if TextCheck.problem(of: bytes) != nil { giveUp() }
        return areOrdinary ? String(decoding: bytes, as: UTF8.self) : ""
    }

    /// A number that is not negative, or of an enum. Others have forms of more bytes than five, and room for mistakes.
    mutating func number() -> UInt32 {
        guard tag?.type == .varint, let number = Self.number(&reader) else {
            giveUp()
            return 0
        }
        return number
    }

    /// A boolean.
    mutating func flag() -> Bool { number() != 0 }

    /// A floating-point number.
    mutating func double() -> Double {
        guard tag?.type == .fixed64, let bits = reader.fixed64() else {
            giveUp()
            return 0
        }
        return Double(bitPattern: bits)
    }

    /// A message that may be there once.
    mutating func message<Value: DirectlyReadable>(into value: inout Value?) {
        // The second of two is merged with the first, which is rare enough.
        guard case nil = value, let read = Value(direct: bytes()) else { return giveUp() }
        value = read
    }

    /// The next message of a list.
    mutating func message<Value: DirectlyReadable>(appendingTo list: inout [Value]) {
        if list.isEmpty { list.reserveCapacity(runCount) }
        guard let value = Value(direct: bytes()) else { return giveUp() }
        list.append(value)
    }

    /// The next text of a list.
    mutating func text(appendingTo list: inout [String]) {
        if list.isEmpty { list.reserveCapacity(runCount) }
        list.append(text())
    }

    /// The next number of a list, or several that are packed (protobuf.dev, "Packed Repeated Fields").
    mutating func numbers(_ take: (UInt32) -> Void) {
        guard tag?.type == .lengthDelimited else { return take(number()) }
        var packed = WireReader(bytes())
        while !packed.isAtEnd {
            guard let number = Self.number(&packed) else { return giveUp() }
            take(number)
        }
    }

    /// The bytes of a text or a message.
    private mutating func bytes() -> UnsafeRawBufferPointer {
        guard tag?.type == .lengthDelimited, let bytes = reader.lengthDelimited() else {
            giveUp()
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return bytes
    }

    private static func number(_ reader: inout WireReader) -> UInt32? {
        let start = reader.offset
        guard let value = reader.varint(), reader.offset - start <= 5, value <= Int32.max else { return nil }
        return UInt32(value)
    }

    /// How many fields from this one on have its number and follow each other: the elements of a list, as all writers write
    /// them.
    private var runCount: Int {
        guard let tag, tag.type == .lengthDelimited else { return 0 }
        var ahead = reader
        var count = 1
        while ahead.lengthDelimited() != nil, !ahead.isAtEnd, ahead.tag() == tag { count += 1 }
        return count
    }

    private mutating func giveUp() { areOrdinary = false }
}
