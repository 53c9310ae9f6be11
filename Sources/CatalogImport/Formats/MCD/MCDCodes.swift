internal import CatalogModel

/// Which document speaks of which code from which day on, and what it says.
///
/// Tables say the same of a code again and again, in groups, and of an LCD through several articles; here it is said
/// once. Held in memory, some 50 bytes for each mention: the whole database has about a million.
struct MCDCodes {
    /// What a document says of a code, as bits: several of its groups may say different things.
    enum Statement: UInt8 {
        case supports = 1
        case doesNotSupport = 2
    }

    /// One mention, put together.
    struct Mention {
        var key: CodeKey
        /// The document's place in ``MCDLibrary/documents``.
        var document: Int
        var period: ValidityPeriod
        var coverage: String
    }

    private struct Place: Hashable {
        /// The system in the highest byte, then the characters.
        var code: UInt64
        var document: Int32
        var effective: Int32
    }

    private struct Content {
        var terminated: Int32
        var statements: UInt8
    }

    /// The most mentions held.
    static let countMax = 5_000_000

    private var mentions: [Place: Content] = [:]

    /// Adds a mention on some days; where there is one from the same day on, the two become one.
    ///
    /// - Throws: ``CatalogError`` of kind `full` when there are too many.
    mutating func add(
        _ key: CodeKey, to document: Int, on period: ValidityPeriod, _ statement: Statement?
    ) throws(CatalogError) {
        guard let code = Self.packed(key) else { return }
        let place = Place(
            code: code, document: Int32(document), effective: period.effective?.dayNumber ?? Int32.min)
        var content = mentions[place] ?? Content(terminated: .min, statements: 0)
        content.terminated = max(content.terminated, period.terminated?.dayNumber ?? Int32.max)
        content.statements |= statement?.rawValue ?? 0
        mentions[place] = content
        guard mentions.count <= Self.countMax else {
            throw CatalogError(
                .full, "the documents speak of codes more than \(Self.countMax) times",
                remedy: "import the current documents without the retired ones")
        }
    }

    /// The mentions by code.
    var sorted: some Sequence<Mention> {
        mentions.keys.sorted { ($0.code, $0.document, $0.effective) < ($1.code, $1.document, $1.effective) }.lazy
            .compactMap { place in mentions[place].flatMap { Self.mention(place, $0) } }
    }

    private static func mention(_ place: Place, _ content: Content) -> Mention? {
        guard let key = key(packed: place.code) else { return nil }
        let period = ValidityPeriod(
            effective: CalendarDate(dayNumber: place.effective), terminated: CalendarDate(dayNumber: content.terminated)
        )
        return Mention(
            key: key, document: Int(place.document), period: period, coverage: words(content.statements))
    }

    private static func words(_ statements: UInt8) -> String {
        switch (statements & Statement.supports.rawValue != 0, statements & Statement.doesNotSupport.rawValue != 0) {
        case (true, true): "Supports medical necessity in some groups of the article, and does not in others."
        case (true, false): "Supports medical necessity."
        case (false, true): "Does not support medical necessity."
        case (false, false): ""
        }
    }

    // MARK: Codes in a word

    /// A code of a known system with at most seven characters; nil for any other.
    private static func packed(_ key: CodeKey) -> UInt64? {
        guard let system = CodeSystem.known.firstIndex(of: key.system), key.code.utf8.count <= 7 else { return nil }
        var word = UInt64(system)
        for place in 0..<7 { word = word << 8 | UInt64(key.code.utf8.dropFirst(place).first ?? 0) }
        return word
    }

    private static func key(packed word: UInt64) -> CodeKey? {
        let system = Int(word >> 56)
        guard CodeSystem.known.indices.contains(system) else { return nil }
        let bytes = (0..<7).map { UInt8(truncatingIfNeeded: word >> (48 - 8 * UInt64($0))) }.filter { $0 != 0 }
        return CodeKey(system: CodeSystem.known[system], canonical: String(decoding: bytes, as: UTF8.self))
    }
}
