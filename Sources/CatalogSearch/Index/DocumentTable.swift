internal import CatalogModel

/// What the index keeps of each document besides its words: key, display text, and what filters ask for.
struct DocumentTable {
    /// What filters and facets ask for besides axes. Documents that agree in all of it share one.
    struct Traits: Hashable {
        /// The number of the system.
        var system: Int
        /// Code, header or modifier.
        var kind: CodeKind
        /// Reported only together with a primary procedure.
        var isAddOn: Bool
        /// The days on which the record holds.
        var period: ValidityPeriod
        /// Where it is done.
        var settings: [CareSetting]
        /// The anesthesia it needs.
        var anesthesia: [AnesthesiaKind]
        /// The longest it takes, in minutes; nil when not known.
        var durationMinutesMax: Int?
    }

    /// How many documents there are.
    private(set) var count = 0
    /// The systems.
    var systems = SystemTable()
    /// All different traits.
    private(set) var traits: [Traits] = []
    /// By document, the number of its traits.
    private(set) var traitsOfDocument: [UInt16] = []

    private var traitNumbers: [Traits: Int] = [:]
    private var codes = TextTable()
    private var displays = TextTable()

    /// The most different traits; documents beyond it would not be told apart by filters.
    static let traitCountMax = Int(UInt16.max)

    /// Adds a document after those before it.
    mutating func append(_ document: SearchDocument) -> Bool {
        let new = Traits(
            system: systems.insert(document.key.system), kind: document.kind, isAddOn: document.isAddOn,
            period: document.period, settings: document.facts?.settings ?? [],
            anesthesia: document.facts?.anesthesia ?? [],
            durationMinutesMax: document.facts?.durationMinutes?.upperBound)
        let number: Int
        if let known = traitNumbers[new] {
            number = known
        } else {
            guard traits.count < Self.traitCountMax else { return false }
            number = traits.count
            traits.append(new)
            traitNumbers[new] = number
        }
        traitsOfDocument.append(UInt16(number))
        codes.append(document.key.code)
        displays.append(document.longDescriptor)
        count += 1
        return true
    }

    /// The system's number of a document.
    @inline(__always)
    func system(of document: Int) -> Int { traits[Int(traitsOfDocument[document])].system }

    /// Whether a document is a code that can be reported.
    func isCode(_ document: Int) -> Bool { traits[Int(traitsOfDocument[document])].kind == .code }

    /// The key of a document.
    func key(of document: Int) -> CodeKey {
        CodeKey(system: systems.systems[system(of: document)], canonical: codes[document])
    }

    /// The text shown for a document.
    func display(of document: Int) -> String { displays[document] }

    /// The bytes of a document's code.
    func code(of document: Int) -> ArraySlice<UInt8> { codes.bytes(document) }

    /// The documents of a system, which lie side by side.
    func documents(ofSystem number: Int) -> Range<Int> {
        let start = partition { system(of: $0) >= number }
        return start..<partition { system(of: $0) > number }
    }

    /// The documents among these, all of one system, whose code starts with a prefix.
    func documents(in range: Range<Int>, withPrefix prefix: ArraySlice<UInt8>) -> Range<Int> {
        let start = partition(range) { !code(of: $0).lexicographicallyPrecedes(prefix) }
        let end = partition(start..<range.upperBound) { !code(of: $0).starts(with: prefix) }
        return start..<end
    }

    /// The first document of the range for which the condition holds; it holds for all after that.
    private func partition(_ range: Range<Int>? = nil, where condition: (Int) -> Bool) -> Int {
        var low = range?.lowerBound ?? 0
        var high = range?.upperBound ?? count
        while low < high {
            let middle = (low + high) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
