/// Bytes that are appended at the end; the memory is kept when they are removed.
final class AuditBytes: @unchecked Sendable {
    // Sendable because it has one owner at a time: a loop, a lock or the writing queue, which hand it on whole.

    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    private(set) var count = 0

    deinit { memory.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// All bytes; valid until more are appended.
    var bytes: UnsafeRawBufferPointer { bytes(0..<count) }

    /// Some of them; valid until more are appended.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[range]) }

    func append(_ byte: UInt8) {
        makeRoom(for: 1)
        memory[count] = byte
        count += 1
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        makeRoom(for: bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number in decimal digits.
    func append(_ number: UInt64) {
        makeRoom(for: Self.decimalDigitsMax)
        var rest = number
        var length = 1
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        rest = number
        for place in stride(from: count + length - 1, through: count, by: -1) {
            memory[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += length
    }

    /// Appends bytes as pairs of hexadecimal digits.
    func append(hexadecimal bytes: UnsafeRawBufferPointer) {
        makeRoom(for: 2 * bytes.count)
        for byte in bytes {
            memory[count] = Self.digit(byte >> 4)
            memory[count + 1] = Self.digit(byte & 0xF)
            count += 2
        }
    }

    /// Appends what stands between the quotes of a JSON string (RFC 8259 section 7).
    func append(escaping text: String) {
        var text = text
        text.withUTF8 { utf8 in
            // Most texts need nothing, so they are copied whole.
            guard !utf8.contains(where: Self.mustBeEscaped) else {
                for byte in utf8 { append(escaping: byte) }
                return
            }
            append(UnsafeRawBufferPointer(utf8))
        }
    }

    /// Appends a field of a JSON object behind others: `,"name":"text"`. The name needs no escaping.
    func append(_ name: StaticString, _ text: String) {
        append(",\"")
        append(name)
        append("\":\"")
        append(escaping: text)
        append("\"")
    }

    /// Appends the start of a field as it is, a text that needs no escaping, and the closing quote.
    func append(_ start: StaticString, _ text: UnsafeRawBufferPointer) {
        append(start)
        append(text)
        append("\"")
    }

    /// The same with a number: `,"name":7`.
    func append(_ name: StaticString, _ number: UInt64) {
        append(",\"")
        append(name)
        append("\":")
        append(number)
    }

    /// Drops everything, and keeps the memory unless it was used for once only.
    func removeAll() {
        count = 0
        guard memory.count > Self.keptByteCountMax else { return }
        memory.deallocate()
        memory = .allocate(byteCount: 4096, alignment: 16)
    }

    private static let decimalDigitsMax = 20
    /// More memory than this is given back when it is empty.
    private static let keptByteCountMax = 1 << 20

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private func append(escaping byte: UInt8) {
        guard Self.mustBeEscaped(byte) else { return append(byte) }
        append("\\")
        if byte >= 0x20 { return append(byte) }
        append("u00")
        withUnsafeBytes(of: byte) { append(hexadecimal: $0) }
    }

    private func makeRoom(for more: Int) {
        guard count + more > memory.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(memory.count * 2, count + more), alignment: 16)
        larger.copyMemory(from: bytes)
        memory.deallocate()
        memory = larger
    }
}
