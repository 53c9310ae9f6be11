/// The families of codes: those that share their first three characters.
struct FamilyTable {
    /// The documents of each family, in order.
    let ranges: [Range<Int>]
    /// By document, the number of its family.
    let familyOfDocument: [UInt32]
    /// By family, the document that is its header; nil when it has none.
    let headers: [Int?]

    /// How many characters the codes of a family share.
    static let characterCount = 3

    init(documents: DocumentTable) {
        var ranges: [Range<Int>] = []
        var families: [UInt32] = []
        var headers: [Int?] = []
        families.reserveCapacity(documents.count)
        var start = 0
        for document in 0..<documents.count {
            let isFirst =
                document == 0 || documents.system(of: document) != documents.system(of: start)
                || !documents.code(of: document).prefix(Self.characterCount)
                    .elementsEqual(documents.code(of: start).prefix(Self.characterCount))
            if isFirst {
                if document > 0 { ranges.append(start..<document) }
                start = document
                let isHeader = !documents.isCode(document) && documents.code(of: document).count == Self.characterCount
                headers.append(isHeader ? document : nil)
            }
            families.append(UInt32(ranges.count))
        }
        if documents.count > 0 { ranges.append(start..<documents.count) }
        self.ranges = ranges
        self.familyOfDocument = families
        self.headers = headers
    }
}
