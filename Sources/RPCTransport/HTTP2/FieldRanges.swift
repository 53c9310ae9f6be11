/// Where the fields of a header block lie, found by its lengths alone (RFC 7541 section 6).
///
/// Of blocks only that change nothing in HPACK's table, neither an entry nor the size: such a block means the same list as
/// long as none comes that does. These are blocks of indices and of literals that enter no table.
enum FieldRanges {
    /// The ranges, one for each field; nil when the block may change the table, or is malformed.
    static func find(in block: UnsafeRawBufferPointer) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        var at = 0
        while at < block.count {
            let start = at
            guard skipField(block, &at) else { return nil }
            ranges.append(start..<at)
        }
        return ranges
    }

    private static func skipField(_ block: UnsafeRawBufferPointer, _ at: inout Int) -> Bool {
        switch block[at] {
        case 0x80...: return integer(prefixBitCount: 7, block, &at) != nil
        case ..<0x20:  // A literal: its name by an index or, after index 0, as a string; then its value.
            guard let name = integer(prefixBitCount: 4, block, &at) else { return false }
            return (name != 0 || skipString(block, &at)) && skipString(block, &at)
        default: return false
        }
    }

    private static func skipString(_ block: UnsafeRawBufferPointer, _ at: inout Int) -> Bool {
        guard let byteCount = integer(prefixBitCount: 7, block, &at), byteCount <= block.count - at else {
            return false
        }
        at += byteCount
        return true
    }

    /// An integer (RFC 7541 section 5.1) of at most two bytes, which are enough here.
    private static func integer(prefixBitCount: Int, _ block: UnsafeRawBufferPointer, _ at: inout Int) -> Int? {
        guard at < block.count else { return nil }
        let mask = 1 << prefixBitCount - 1
        let prefix = Int(block[at]) & mask
        at += 1
        guard prefix == mask else { return prefix }
        guard at < block.count, block[at] < 0x80 else { return nil }
        at += 1
        return mask + Int(block[at - 1])
    }
}
