internal import WireMessages

/// The fields of one message of google/protobuf/descriptor.proto, by number. Valid while the bytes it was read from are.
struct DescriptorFields {
    private enum Value {
        case number(UInt64)
        case bytes(UnsafeRawBufferPointer)
    }

    private var fields: [(number: UInt32, value: Value)] = []

    /// Reads the fields; nil when the bytes are no message. Fields of fixed width are passed over.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = WireReader(bytes)
        while !reader.isAtEnd {
            guard let tag = reader.tag(), let value = Self.value(of: tag.type, &reader) else { return nil }
            if let value = value { fields.append((tag.field, value)) }
        }
    }

    /// The number in a field; nil when it is absent.
    func number(_ field: UInt32) -> Int64? {
        for case (field, .number(let number)) in fields { return Int64(truncatingIfNeeded: number) }
        return nil
    }

    /// The text in a field; nil when it is absent.
    func text(_ field: UInt32) -> String? { texts(field).first }

    /// All texts of a repeated field.
    func texts(_ field: UInt32) -> [String] { byteValues(field).map { String(decoding: $0, as: UTF8.self) } }

    /// All messages of a repeated field; those that cannot be read are left out.
    func messages(_ field: UInt32) -> [DescriptorFields] { byteValues(field).compactMap { DescriptorFields($0) } }

    /// The bytes of every value of a field.
    func byteValues(_ field: UInt32) -> [UnsafeRawBufferPointer] {
        fields.compactMap { if case (field, .bytes(let bytes)) = $0 { bytes } else { nil } }
    }

    /// The next value: nil when it cannot be read, a nil inside when it is of no use here.
    private static func value(of type: WireType, _ reader: inout WireReader) -> Value?? {
        switch type {
        case .varint: reader.varint().map { .number($0) }
        case .lengthDelimited: reader.lengthDelimited().map { .bytes($0) }
        case .fixed32, .fixed64: reader.skip(type) ? .some(nil) : nil
        }
    }
}
