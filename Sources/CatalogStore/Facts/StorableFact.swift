public import CatalogModel

/// How a kind of fact is kept in rows, the same for every engine: which columns tell one fact from another, and which
/// say more of it.
///
/// To add a kind of fact: a type in CatalogModel, its case in `FactKind`, a layout in `Layouts`, a line in
/// ``Fact/type(of:)``, its table in the engine's schema, and its queries in ``FactQuery``.
public protocol StorableFact: CatalogFact {
    /// The columns that, with the fact's effective day, tell it from all others of its scope.
    static var identity: [FactColumn] { get }
    /// The columns beyond those.
    static var content: [FactColumn] { get }
    /// The values of ``identity``, in its order.
    var identityValues: [FactValue] { get }
    /// The values of ``content``, in its order.
    var contentValues: [FactValue] { get }

    /// Why the fact cannot be stored as it is, as a clause; nil when it can.
    var defect: String? { get }

    /// Reads the values of ``identity`` and then of ``content``, each in its order.
    ///
    /// - Throws: ``FactRow/Damage`` when they are not what any fact was stored as.
    init(_ row: inout FactRow, period: ValidityPeriod) throws(FactRow.Damage)
}

extension StorableFact {
    /// Nothing: most facts can be stored whatever they hold.
    public var defect: String? { nil }
}

/// A column of a fact's row.
public struct FactColumn: Hashable, Sendable {
    /// What a column holds.
    public enum Content: Hashable, Sendable {
        /// A code as ``FactValue/key(_:)`` writes it, or an empty text for none. It counts as a reference to the code.
        case key
        /// A text.
        case text
        /// A text of which many rows have the same: kept once, and referred to.
        case phrase
        /// An integer.
        case integer
        /// A floating-point number.
        case real
    }

    /// The column's name.
    public var name: String
    /// What it holds.
    public var content: Content

    /// A column.
    public init(_ name: String, _ content: Content) {
        self.name = name
        self.content = content
    }
}

/// A value in a fact's row.
public enum FactValue: Hashable, Sendable, Codable {
    /// A text, a phrase or a key.
    case text(String)
    /// An integer.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)

    /// A code: the system's place in catalog order, then the code, so that the order of texts is that of keys. A system
    /// outside the known ones is `5`, its URI and a space. An empty text for none.
    public static func key(_ key: CodeKey?) -> FactValue { .text(key?.storedText ?? "") }

    /// A number.
    public static func integer(_ number: Int) -> FactValue { .integer(Int64(number)) }
}

/// Reads the values of a row one after the other.
public struct FactRow {
    /// A row that no writer of ours stored.
    public struct Damage: Error {
        /// A damage.
        public init() {}
    }

    private var values: ArraySlice<FactValue>

    /// A row of these values.
    public init(_ values: [FactValue]) { self.values = values[...] }

    /// The next value, a text.
    public mutating func text() throws(Damage) -> String {
        guard case .text(let text)? = values.popFirst() else { throw Damage() }
        return text
    }

    /// The next value, an integer.
    public mutating func integer() throws(Damage) -> Int {
        guard case .integer(let number)? = values.popFirst() else { throw Damage() }
        return Int(number)
    }

    /// The next value, a floating-point number.
    public mutating func real() throws(Damage) -> Double {
        guard case .real(let number)? = values.popFirst() else { throw Damage() }
        return number
    }

    /// The next value, a code or none.
    public mutating func optionalKey() throws(Damage) -> CodeKey? {
        let text = try text()
        if text.isEmpty { return nil }
        guard let key = CodeKey(storedText: text) else { throw Damage() }
        return key
    }

    /// The next value, a code.
    public mutating func key() throws(Damage) -> CodeKey {
        guard let key = try optionalKey() else { throw Damage() }
        return key
    }

    /// The next value, a code system by its name.
    public mutating func system() throws(Damage) -> CodeSystem {
        guard let system = CodeSystem(name: try text()) else { throw Damage() }
        return system
    }

    /// The next value, one of a list of names.
    public mutating func choice<Choice: RawRepresentable<String>>(
        _ type: Choice.Type = Choice.self
    ) throws(Damage) -> Choice {
        guard let choice = Choice(rawValue: try text()) else { throw Damage() }
        return choice
    }

    /// The next value, one of a list of numbers.
    public mutating func choice<Choice: RawRepresentable<Int>>(
        _ type: Choice.Type = Choice.self
    ) throws(Damage) -> Choice {
        guard let choice = Choice(rawValue: try integer()) else { throw Damage() }
        return choice
    }

    /// The next value, yes or no.
    public mutating func flag() throws(Damage) -> Bool {
        switch try integer() {
        case 0: false
        case 1: true
        default: throw Damage()
        }
    }
}
