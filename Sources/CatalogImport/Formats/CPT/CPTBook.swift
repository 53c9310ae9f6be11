internal import CatalogModel

/// What the files of a CPT release say of each code, collected: a release has some 11,000 codes, and its files are in
/// different orders. Bounded in the bytes it holds.
struct CPTBook {
    private struct Entry {
        var long: String
        var medium = ""
        var short = ""
        var consumer = ""
        var clinician: [String] = []

        /// Whether a file said nothing of the code.
        func lacks(_ kind: CPTFile) -> Bool {
            switch kind {
            case .long: false
            case .medium: medium.isEmpty
            case .short: short.isEmpty
            case .consumer: consumer.isEmpty
            case .clinician: clinician.isEmpty
            }
        }
    }

    /// The most bytes held; a release takes some 15 MB.
    private static let byteCountMax = 128 << 20
    /// What a row takes besides its text, about.
    private static let rowByteCount = 64

    private var entries: [CodeKey: Entry] = [:]
    private var byteCount = 0
    /// By file, the codes that the list does not have.
    private var unlisted: [CPTFile: Set<CodeKey>] = [:]

    /// Adds a row of a file. The list of codes comes first.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected` for a code that its file has twice.
    mutating func add(_ row: CPTRow, of kind: CPTFile, at place: CatalogError.Location) throws(CatalogError) {
        byteCount += row.text.utf8.count + Self.rowByteCount
        guard byteCount <= Self.byteCountMax else {
            throw CatalogError(
                .invalidArgument, "the files have more than \(Self.byteCountMax) bytes of descriptors",
                remedy: "check that they are those of one release", at: place)
        }
        if kind == .long {
            guard entries[row.key] == nil else { throw repeated(row, place) }
            entries[row.key] = Entry(long: row.text)
            return
        }
        guard entries[row.key] != nil else {
            unlisted[kind, default: []].insert(row.key)
            return
        }
        switch kind {
        case .long: break
        case .medium: try set(\.medium, to: row, place)
        case .short: try set(\.short, to: row, place)
        case .consumer: try set(\.consumer, to: row, place)
        case .clinician: entries[row.key]?.clinician.append(row.text)
        }
    }

    private mutating func set(
        _ field: WritableKeyPath<Entry, String>, to row: CPTRow, _ place: CatalogError.Location
    ) throws(CatalogError) {
        guard entries[row.key]?[keyPath: field].isEmpty == true else { throw repeated(row, place) }
        entries[row.key]?[keyPath: field] = row.text
    }

    private func repeated(_ row: CPTRow, _ place: CatalogError.Location) -> CatalogError {
        CatalogError(.rejected, "'\(row.key.code)' is listed in this file already", at: place)
    }

    /// What a file that was read whole has otherwise than the list of codes, as clauses.
    func disagreements(with kind: CPTFile) -> [String] {
        let unlisted = (unlisted[kind] ?? []).sorted()
        let lacking = entries.filter { $0.value.lacks(kind) }.keys.sorted()
        var clauses: [String] = []
        if let first = unlisted.first {
            clauses.append("has \(unlisted.count) codes that the list of codes has not, the first \(first.code)")
        }
        if let first = lacking.first {
            clauses.append("lacks \(lacking.count) of the codes listed, the first \(first.code)")
        }
        return clauses
    }

    /// The codes listed, in order.
    var codes: [Code] {
        entries.sorted { $0.key < $1.key }.map { key, entry in
            Code(
                key: key, longDescriptor: entry.long,
                shortDescriptor: entry.short.isEmpty ? entry.medium : entry.short,
                consumerDescriptor: entry.consumer, clinicianDescriptors: entry.clinician)
        }
    }
}
