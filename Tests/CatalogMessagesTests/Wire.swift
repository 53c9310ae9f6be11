/// Writes wire format by hand, so that tests can also write what no encoder would.
enum Wire {
    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func tag(_ field: UInt64, _ type: UInt64) -> [UInt8] { varint(field << 3 | type) }

    static func field(_ field: UInt64, _ value: UInt64) -> [UInt8] { tag(field, 0) + varint(value) }

    static func field(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        tag(field, 2) + varint(UInt64(bytes.count)) + bytes
    }

    static func field(_ field: UInt64, _ text: String) -> [UInt8] { self.field(field, Array(text.utf8)) }
}
