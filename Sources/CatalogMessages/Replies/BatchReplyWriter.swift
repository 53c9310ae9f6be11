internal import WireMessages

/// Writes a `BatchGetCodesResponse`, or a `LookupCodesResponse`, from messages that are already encoded, each copied once
/// and none decoded.
///
/// A `Code` that stands ready for GetCode becomes a result as it is: its first field, the key, is the result's first
/// field too, byte for byte, and the whole message is the result's second.
///
/// Add up the byte counts, make a frame of that size, then write the same results in the same order.
public struct BatchReplyWriter {
    // Tags, of wire type 2: field 1 of a batch's response (results) and of a code (key); field 2 of a result (code) and
    // of a lookup's response (result). And of wire type 0: field 1 of a lookup's response (index).
    private static let firstFieldTag: UInt8 = 0x0A
    private static let secondFieldTag: UInt8 = 0x12
    private static let indexTag: UInt8 = 0x08

    private let buffer: UnsafeMutableRawBufferPointer
    private let resultTag: UInt8
    private var position = 0

    /// A writer to the start of a buffer that has room for all results of a `BatchGetCodesResponse`.
    public init(_ buffer: UnsafeMutableRawBufferPointer) {
        self.buffer = buffer
        resultTag = Self.firstFieldTag
    }

    /// A writer to the start of a buffer that has room for a `LookupCodesResponse`, of which this writes the index.
    public init(_ buffer: UnsafeMutableRawBufferPointer, lookupIndex index: Int64) {
        self.buffer = buffer
        resultTag = Self.secondFieldTag
        guard index != 0 else { return }
        buffer[0] = Self.indexTag
        position = 1
        writeVarint(UInt64(bitPattern: index))
    }

    /// What the index of a `LookupCodesResponse` takes, in bytes.
    public static func byteCount(lookupIndex index: Int64) -> Int {
        index == 0 ? 0 : 1 + varintByteCount(UInt64(bitPattern: index))
    }

    /// What a result with this `Code` message takes, in bytes.
    public static func byteCount(code message: UnsafeRawBufferPointer) -> Int {
        fieldByteCount(contentByteCount: contentByteCount(code: message))
    }

    /// What a result takes, in bytes, whose `CodeResult` message has this many.
    public static func byteCount(resultByteCount: Int) -> Int { fieldByteCount(contentByteCount: resultByteCount) }

    /// Writes a result with this `Code` message.
    public mutating func write(code message: UnsafeRawBufferPointer) {
        writePrefix(resultTag, length: Self.contentByteCount(code: message))
        write(UnsafeRawBufferPointer(rebasing: message[..<Self.keyFieldByteCount(code: message)]))
        writePrefix(Self.secondFieldTag, length: message.count)
        write(message)
    }

    /// Writes this `CodeResult` message.
    public mutating func write(result message: UnsafeRawBufferPointer) {
        writePrefix(resultTag, length: message.count)
        write(message)
    }

    private static func contentByteCount(code message: UnsafeRawBufferPointer) -> Int {
        keyFieldByteCount(code: message) + fieldByteCount(contentByteCount: message.count)
    }

    /// How many bytes the key takes at the start of a `Code` message: fields are packed in the order of their numbers.
    private static func keyFieldByteCount(code message: UnsafeRawBufferPointer) -> Int {
        var reader = WireReader(message)
        guard reader.tag()?.field == 1, reader.lengthDelimited() != nil else { return 0 }
        return reader.offset
    }

    /// A tag of one byte, the length, and the content.
    private static func fieldByteCount(contentByteCount: Int) -> Int {
        1 + varintByteCount(UInt64(contentByteCount)) + contentByteCount
    }

    private static func varintByteCount(_ value: UInt64) -> Int {
        max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
    }

    private mutating func writePrefix(_ tag: UInt8, length: Int) {
        buffer[position] = tag
        position += 1
        writeVarint(UInt64(length))
    }

    private mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            buffer[position] = UInt8(truncatingIfNeeded: rest) | 0x80
            position += 1
            rest >>= 7
        }
        buffer[position] = UInt8(rest)
        position += 1
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: buffer[position..<position + bytes.count]).copyMemory(from: bytes)
        position += bytes.count
    }
}
