internal import WireMessages

/// Reads a request's fields and writes those of its canonical form.
struct CanonicalFields {
    /// The canonical form, once ``read(_:)`` has returned true.
    private(set) var written: [UInt8] = []
    /// Whether the request says its day.
    private(set) var namesDay = false

    private let method: CanonicalRequest.Method
    private var isSizeWritten = false
    private var lastField: UInt32 = 0

    /// What is written beyond what was read: the size of a request that does not say it.
    private static let addedByteCountMax = 8

    /// - Parameter byteCount: How long the request is.
    init(of method: CanonicalRequest.Method, byteCount: Int) {
        self.method = method
        written.reserveCapacity(byteCount + Self.addedByteCountMax)
    }

    /// Reads the request; false when it has no canonical form.
    mutating func read(_ request: UnsafeRawBufferPointer) -> Bool {
        var reader = WireReader(request)
        while !reader.isAtEnd {
            guard let tag = reader.tag() else { return false }
            guard let field = method.field(tag.field) else {
                guard reader.skip(tag.type) else { return false }
                continue
            }
            guard tag.field > lastField || (tag.field == lastField && field == .list) else { return false }
            lastField = tag.field
            if let rule = method.size, rule.field < tag.field { writeSize(0) }
            switch tag.type {
            case .varint: guard let value = reader.varint(), take(value, field, tag) else { return false }
            case .lengthDelimited:
                guard let value = reader.lengthDelimited(), take(value, field, tag) else { return false }
            case .fixed32, .fixed64: return false
            }
        }
        writeSize(0)
        return true
    }

    private mutating func take(_ value: UInt64, _ field: CanonicalField, _ tag: WireTag) -> Bool {
        switch field {
        case .size:
            let size = Int32(truncatingIfNeeded: value)
            writeSize(Int(size))
            return size >= 0
        case .value where value == 0: return true
        case .value, .list:
            write(number: tag.field, .varint)
            write(varint: value)
            return true
        case .key, .day, .text: return false
        }
    }

    private mutating func take(_ value: UnsafeRawBufferPointer, _ field: CanonicalField, _ tag: WireTag) -> Bool {
        switch field {
        case .key: return take(key: value, tag)
        case .text:
            let text = TypedText(value)
            let byteCount = text.reduce(0) { count, _ in count + 1 }
            if byteCount > 0 { write(text, byteCount: byteCount, tag) }
        case .day:
            namesDay = true
            write(value, byteCount: value.count, tag)
        case .value where value.isEmpty: break
        case .value, .list: write(value, byteCount: value.count, tag)
        case .size: return false
        }
        return true
    }

    /// Writes a `CodeKey` with a system by its number and a code without dots; false for codes with other characters
    /// than letters, digits and the hyphen of groups.
    private mutating func take(key value: UnsafeRawBufferPointer, _ tag: WireTag) -> Bool {
        guard let key = KeyFields(value) else { return false }
        let dotCount = key.code.reduce(0) { $0 + ($1 == UInt8(ascii: ".") ? 1 : 0) }
        let codeByteCount = key.code.count - dotCount
        // Lengths below 128 are one byte.
        guard codeByteCount < 100 else { return false }
        write(number: tag.field, .lengthDelimited)
        written.append(UInt8(codeByteCount == 0 ? 2 : codeByteCount + 4))
        written += [1 << 3, key.systemNumber]
        if codeByteCount == 0 { return true }
        written += [2 << 3 | WireType.lengthDelimited.rawValue, UInt8(codeByteCount)]
        for byte in key.code {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): written.append(byte & 0xDF)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                written.append(byte)
            case UInt8(ascii: "."): continue
            default: return false
            }
        }
        return true
    }

    // MARK: Writing

    /// Writes how many elements there are to be, in the place of its field; 0 is the default. Only the first time.
    private mutating func writeSize(_ size: Int) {
        guard let rule = method.size, !isSizeWritten else { return }
        isSizeWritten = true
        write(number: rule.field, .varint)
        write(varint: UInt64(size <= 0 ? rule.standard : min(size, rule.max)))
    }

    private mutating func write(_ value: some Sequence<UInt8>, byteCount: Int, _ tag: WireTag) {
        write(number: tag.field, .lengthDelimited)
        write(varint: UInt64(byteCount))
        written.append(contentsOf: value)
    }

    private mutating func write(number: UInt32, _ type: WireType) {
        write(varint: UInt64(number) << 3 | UInt64(type.rawValue))
    }

    private mutating func write(varint: UInt64) {
        var rest = varint
        while rest >= 0x80 {
            written.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        written.append(UInt8(rest))
    }
}
