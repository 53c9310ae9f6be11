public import CatalogModel

/// Answers questions from one revision. Belongs to one call of ``CodeStore/read(_:)`` and is used on the thread that
/// call runs its body on.
public protocol CodeStoreReader {
    /// The revision the answers are from.
    var revision: Revision { get }

    /// What is loaded; see ``CodeStore/summary()``.
    func summary() throws(CatalogError) -> CatalogSummary

    /// Looks a key up as it stands on one day; see ``CodeStore/lookUp(_:asOf:view:)``.
    func answer(for key: CodeKey, asOf day: CalendarDate, view: CodeView) throws(CatalogError) -> CodeAnswer

    /// The keys of a system whose codes begin with a prefix, in order, valid on any day or none; those behind a code.
    ///
    /// - Parameters:
    ///   - system: The system; one that is not loaded has no keys.
    ///   - prefix: What the canonical codes begin with; empty for all.
    ///   - code: The code of the last key read; nil to begin.
    ///   - limit: The most keys to return, at least 1.
    func keys(
        of system: CodeSystem, prefix: String, after code: String?, limit: Int
    ) throws(CatalogError) -> [CodeKey]

    /// The codes of a system that begin with a prefix and are valid on a day, in the order of their bytes; those behind a
    /// code. Each with the kind, the long and the short descriptor, and the period that its release gives it or, where no
    /// release lists it, its page; nothing else.
    ///
    /// Costs one indexed read of a range that ends with the last code returned.
    ///
    /// - Parameters:
    ///   - system: The system; one that is not loaded has no codes.
    ///   - prefix: What the canonical codes begin with; empty for all.
    ///   - code: The code of the last one read, or any other text; nil to begin.
    ///   - limit: The most codes to return, at least 1.
    func codes(
        of system: CodeSystem, prefix: String, on day: CalendarDate, after code: String?, limit: Int
    ) throws(CatalogError) -> [Code]

    /// How many of those codes there are, of one kind or of all. Costs one indexed read of the prefix's range.
    func codeCount(
        of system: CodeSystem, prefix: String, on day: CalendarDate, kind: CodeKind?
    ) throws(CatalogError) -> Int

    /// A key as releases list it, in each of its periods, earliest first; empty for one that has a page alone.
    func listings(of key: CodeKey) throws(CatalogError) -> [Code]

    /// The facts a query asks for, in the order of ``FactCursor``. All scopes are looked into.
    ///
    /// Costs one indexed read for each combination of the values asked for. Memory is bounded by what is found, so limit
    /// queries that may find much.
    func facts<Value: StorableFact>(_ query: FactQuery<Value>) throws(CatalogError) -> [SourcedFact<Value>]

    /// How many facts a query finds, whatever its limit and the place it begins behind.
    func count<Value: StorableFact>(_ query: FactQuery<Value>) throws(CatalogError) -> Int

    /// The editions in force on a day that hold facts of a kind, by format and part; empty means that nothing of the
    /// kind is loaded for the day, which is not the same as that there are no such facts.
    func editions(of kind: FactKind, on day: CalendarDate) throws(CatalogError) -> [FactEdition]
}
