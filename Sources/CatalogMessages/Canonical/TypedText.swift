/// What somebody typed, in the one spelling that stands for all that mean the same to a search: ASCII letters in lower
/// case, one space in place of white space between words, none around them. UTF-8 in, UTF-8 out.
struct TypedText<Bytes: Sequence<UInt8>>: Sequence {
    private let bytes: Bytes

    /// The spelling of these bytes.
    init(_ bytes: Bytes) { self.bytes = bytes }

    func makeIterator() -> Iterator { Iterator(bytes.makeIterator()) }

    /// Walks the spelling without allocating.
    struct Iterator: IteratorProtocol {
        private var bytes: Bytes.Iterator
        private var isInside = false
        /// The byte behind a space that has just been given.
        private var held: UInt8?

        init(_ bytes: Bytes.Iterator) { self.bytes = bytes }

        mutating func next() -> UInt8? {
            if let byte = held {
                held = nil
                return byte
            }
            var byte = bytes.next()
            let isSpaced = isSpace(byte)
            while isSpace(byte) { byte = bytes.next() }
            guard let byte else { return nil }
            defer { isInside = true }
            let folded = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            guard isSpaced, isInside else { return folded }
            held = folded
            return UInt8(ascii: " ")
        }

        private func isSpace(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
        }
    }
}

extension String {
    /// The text as searches know it.
    var asTyped: String { String(decoding: Array(TypedText(utf8)), as: UTF8.self) }
}
