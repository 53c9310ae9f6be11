/// The words the index knows, numbered from 0 in the order they came in.
///
/// An open-addressing hash table over one byte array: no allocation per word, and a lookup takes a few nanoseconds.
struct Vocabulary {
    /// How many words there are.
    private(set) var count = 0

    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    private var table: [UInt32]
    private var mask: Int

    init(capacity: Int = 1 << 12) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        table = [UInt32](repeating: Self.free, count: size)
        mask = size - 1
    }

    private static let free = UInt32.max

    /// The word with this number.
    subscript(id: Int32) -> ArraySlice<UInt8> {
        let id = Int(id)
        return bytes[(id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id])]
    }

    /// The word with this number as text.
    func text(_ id: Int32) -> String { String(decoding: self[id], as: UTF8.self) }

    /// The number of a word; nil when it is not known.
    func id(of word: ArraySlice<UInt8>) -> Int32? {
        word.withUnsafeBufferPointer { id(of: $0) }
    }

    /// The same for bytes in a buffer.
    func id(of word: UnsafeBufferPointer<UInt8>) -> Int32? {
        var slot = Int(truncatingIfNeeded: Self.hash(word)) & mask
        while table[slot] != Self.free {
            if matches(table[slot], word) { return Int32(bitPattern: table[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The number of a word, which is added when it is not known.
    mutating func insert(_ word: ArraySlice<UInt8>) -> Int32 {
        word.withUnsafeBufferPointer { insert($0) }
    }

    private mutating func insert(_ word: UnsafeBufferPointer<UInt8>) -> Int32 {
        var slot = Int(truncatingIfNeeded: Self.hash(word)) & mask
        while table[slot] != Self.free {
            if matches(table[slot], word) { return Int32(bitPattern: table[slot]) }
            slot = (slot + 1) & mask
        }
        let id = UInt32(count)
        table[slot] = id
        bytes.append(contentsOf: word)
        ends.append(UInt32(bytes.count))
        count += 1
        if count * 2 > table.count { grow() }
        return Int32(bitPattern: id)
    }

    private func matches(_ id: UInt32, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = id == 0 ? 0 : Int(ends[Int(id) - 1])
        let end = Int(ends[Int(id)])
        guard end - start == word.count else { return false }
        for offset in 0..<word.count where bytes[start + offset] != word[offset] { return false }
        return true
    }

    private mutating func grow() {
        table = [UInt32](repeating: Self.free, count: table.count * 2)
        mask = table.count - 1
        for id in 0..<Int32(count) {
            var slot = self[id].withUnsafeBufferPointer { Int(truncatingIfNeeded: Self.hash($0)) & mask }
            while table[slot] != Self.free { slot = (slot + 1) & mask }
            table[slot] = UInt32(bitPattern: id)
        }
    }

    /// FNV-1a with a final mix, so that the low bits depend on all of the word.
    static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ (hash >> 32)
    }
}
