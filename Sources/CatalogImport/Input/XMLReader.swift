internal import CatalogModel

/// Reads an XML document event by event (XML 1.0). The document is held in memory, its tree is not.
///
/// It knows what documents of code sets are made of: elements, attributes, text, CDATA, comments, processing
/// instructions, references to characters and to the five entities of XML itself, all in UTF-8. Other entities cannot be
/// declared: a document type declaration is refused, and with it what makes a parser fetch files or grow without end.
///
/// Why not FoundationXML: it traps on a name that is no UTF-8, and takes documents that break off, follow on behind their
/// last element, or lack a quote (seen with Swift 6.2; the fuzz tests of the formats found the first within a second).
struct XMLReader {
    /// Something met in a document.
    enum Event {
        /// An element begins.
        case start(name: String, attributes: [String: String])
        /// Text between two tags, whole, with the white space around it taken off; never empty.
        case text(String)
        /// An element ends.
        case end(name: String)
    }

    /// The most bytes a document may have; those of code sets have 20 MB at most.
    static let byteCountMax = 64 << 20
    /// The most elements within one another.
    static let depthMax = 64

    /// The document's file as the user named it.
    let name: String
    private let lines: LineReader

    /// A reader of this document.
    init(file: SourceFile) {
        name = file.name
        lines = file.lines()
    }

    /// The first bytes of the document; they are still there to be read.
    ///
    /// - Throws: ``CatalogError``.
    func opening() throws(CatalogError) -> FileOpening { FileOpening(bytes: try lines.opening()) }

    /// Reads the document from start to end.
    ///
    /// - Parameter body: Takes each event and the line it is on.
    /// - Throws: ``CatalogError`` of kind `rejected` naming line and column, for what is no well-formed document or too
    ///   deep; what `body` throws.
    func read(_ body: (Event, _ line: Int) throws(CatalogError) -> Void) throws(CatalogError) {
        var scanner = XMLScanner(try lines.remainder(byteCountMax: Self.byteCountMax), file: name)
        while let (event, line) = try scanner.next() { try body(event, line) }
    }
}
