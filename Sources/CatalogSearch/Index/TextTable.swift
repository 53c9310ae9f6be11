/// Texts by number, in one byte array.
struct TextTable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    /// How many texts there are.
    var count: Int { ends.count }

    /// Adds a text after those before it.
    mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        ends.append(UInt32(bytes.count))
    }

    /// The text with this number.
    subscript(index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

    /// Its UTF-8.
    func bytes(_ index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }
}
