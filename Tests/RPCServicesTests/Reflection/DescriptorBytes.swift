/// Writes messages of google/protobuf/descriptor.proto by hand.
enum DescriptorBytes {
    /// A field that holds a text.
    static func text(_ field: UInt8, _ value: String) -> [UInt8] { message(field, Array(value.utf8)) }

    /// A field that holds a message.
    static func message(_ field: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let bytes = parts.flatMap(\.self)
        return [field << 3 | 2] + varint(bytes.count) + bytes
    }

    /// A field that holds a number.
    static func number(_ field: UInt8, _ value: Int) -> [UInt8] { [field << 3] + varint(value) }

    private static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
    }
}
