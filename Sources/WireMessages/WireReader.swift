/// Reads Protocol Buffers wire format from bytes, field by field, without allocating.
///
/// Every read returns nil when the bytes cannot be read that way, and the reader is then of no further use. Source of
/// the rules: protobuf.dev/programming-guides/encoding. Where the library that unpacks (protobuf-c) is stricter than
/// the encoding (tags and lengths of at most 5 bytes, lengths below 2 GiB), so is this.
///
/// Reads memory it does not own: use it only while the bytes are valid.
@frozen
public struct WireReader {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    @usableFromInline var position = 0

    /// A reader at the start of these bytes.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// How many bytes were read.
    @inlinable
    public var offset: Int { position }

    /// Whether every byte was read.
    @inlinable
    public var isAtEnd: Bool { position == bytes.count }

    /// Reads a field's number and wire type.
    @inlinable
    public mutating func tag() -> WireTag? {
        guard let value = varint(byteCountMax: 5) else { return nil }
        return WireTag(value)
    }

    /// Reads a varint of 1 to 10 bytes; bits beyond the 64th are dropped, as every parser does.
    @inlinable
    public mutating func varint() -> UInt64? { varint(byteCountMax: 10) }

    /// Reads a length and as many bytes. The result is a view into the bytes read.
    @inlinable
    public mutating func lengthDelimited() -> UnsafeRawBufferPointer? {
        guard let length = varint(byteCountMax: 5), length <= UInt64(bytes.count - position), length <= Int32.max
        else { return nil }
        let start = position
        position += Int(length)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    /// Reads eight bytes, little endian.
    @inlinable
    public mutating func fixed64() -> UInt64? {
        guard bytes.count - position >= 8 else { return nil }
        let value = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        position += 8
        return UInt64(littleEndian: value)
    }

    /// Reads over the value of a field of this wire type.
    @inlinable
    public mutating func skip(_ type: WireType) -> Bool {
        switch type {
        case .varint: varint() != nil
        case .fixed64: skip(byteCount: 8)
        case .lengthDelimited: lengthDelimited() != nil
        case .fixed32: skip(byteCount: 4)
        }
    }

    @inlinable
    mutating func skip(byteCount: Int) -> Bool {
        guard byteCount <= bytes.count - position else { return false }
        position += byteCount
        return true
    }

    @inlinable
    mutating func varint(byteCountMax: Int) -> UInt64? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first < 0x80 {
            position += 1
            return UInt64(first)
        }
        return longVarint(byteCountMax: byteCountMax)
    }

    @inlinable
    mutating func longVarint(byteCountMax: Int) -> UInt64? {
        var value: UInt64 = 0
        for index in 0..<min(byteCountMax, bytes.count - position) {
            let byte = bytes[position + index]
            value |= UInt64(byte & 0x7F) &<< UInt64(7 &* index)
            if byte < 0x80 {
                position += index + 1
                return value
            }
        }
        return nil
    }
}

/// A field's number and how its value is laid out.
@frozen
public struct WireTag: Hashable, Sendable {
    /// The field number, 1...536,870,911.
    public let field: UInt32
    /// The layout of the value.
    public let type: WireType

    /// Takes a tag apart; nil for field number 0, a number too large and for wire types proto3 does not have.
    @inlinable
    public init?(_ value: UInt64) {
        guard value >= 8, value <= UInt32.max, let type = WireType(rawValue: UInt8(value & 7)) else { return nil }
        self.field = UInt32(value >> 3)
        self.type = type
    }
}

/// How a field's value is laid out. Groups (3 and 4) are not part of proto3.
@frozen
public enum WireType: UInt8, Hashable, Sendable {
    /// One varint.
    case varint = 0
    /// Eight bytes, little endian.
    case fixed64 = 1
    /// A length as a varint, then as many bytes.
    case lengthDelimited = 2
    /// Four bytes, little endian.
    case fixed32 = 5
}
