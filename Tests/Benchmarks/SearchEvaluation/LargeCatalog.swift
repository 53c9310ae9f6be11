import CatalogModel
import CatalogSearch

extension CodeSets {
    /// Repeats the codes until there are so many, each copy with a code of its own and in words of its own: one of its
    /// words gives way to two of another code.
    mutating func grow(to count: Int) {
        let originals = documents
        var copy = 0
        while documents.count < count {
            let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(copy % 26)))
            for (number, original) in originals.enumerated() where documents.count < count {
                let other = originals[(number * 7919 + (copy + 1) * 104_729) % originals.count]
                var words = original.longDescriptor.split(separator: " ")
                words.remove(at: (number + copy) % words.count)
                words += other.longDescriptor.split(separator: " ").suffix(2)
                var document = original
                document.key = CodeKey(system: original.key.system, canonical: original.key.code + letter)
                document.longDescriptor = words.joined(separator: " ")
                documents.append(document)
            }
            copy += 1
        }
        documents.sort { $0.key < $1.key }
    }
}
