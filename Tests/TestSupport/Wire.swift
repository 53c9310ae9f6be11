/// Writes Protocol Buffers wire format by hand, so that tests can also write what no encoder would.
public enum Wire {
    /// A varint, in as few bytes as it takes.
    public static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A field's number and wire type.
    public static func tag(_ field: UInt64, _ type: UInt64) -> [UInt8] { varint(field << 3 | type) }

    /// A field with a varint.
    public static func field(_ field: UInt64, _ value: UInt64) -> [UInt8] { tag(field, 0) + varint(value) }

    /// A field with a length and bytes: a message, a list of packed numbers, a text.
    public static func field(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        tag(field, 2) + varint(UInt64(bytes.count)) + bytes
    }

    /// A field with a text.
    public static func field(_ field: UInt64, _ text: String) -> [UInt8] { self.field(field, Array(text.utf8)) }
}
