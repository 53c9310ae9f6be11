internal import CatalogModel
internal import Compression
internal import Foundation
internal import FoundationXML

/// Reads an XML document event by event (XML 1.0). The document is held in memory, its tree is not.
///
/// External entities are not fetched. Not for documents that people stream: those of code sets are 20 MB at most.
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

    /// The most bytes a document may have.
    static let byteCountMax = 256 << 20
    /// The most elements within one another.
    static let depthMax = 64

    /// The document.
    let file: SourceFile

    /// Reads the document from start to end.
    ///
    /// - Parameter body: Takes each event and the line it is on.
    /// - Throws: ``CatalogError`` of kind `rejected` naming the line, for what is no well-formed document or too deep;
    ///   what `body` throws.
    func read(_ body: (Event, _ line: Int) throws(CatalogError) -> Void) throws(CatalogError) {
        let bytes = try file.lines().remainder(byteCountMax: Self.byteCountMax)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        let error: CatalogError? = withoutActuallyEscaping(body) { body in
            let handler = XMLEvents(file: file.name, body)
            parser.delegate = handler
            let isWhole = parser.parse()
            if let error = handler.error { return error }
            // FoundationXML does not report a document that breaks off, so the elements are counted.
            guard !isWhole || parser.parserError != nil || !handler.isWhole else { return nil }
            return .rejection(
                "the document is not well-formed XML", remedy: "get the file again, whole", file: file.name,
                line: max(parser.lineNumber, 1))
        }
        if let error { throw error }
    }
}

/// Hands a parser's callbacks on until one of them fails.
private final class XMLEvents: NSObject, XMLParserDelegate {
    private(set) var error: CatalogError?
    /// Whether there was an element, and all have ended.
    var isWhole: Bool { hasRoot && depth == 0 }

    private let file: String
    private let body: (XMLReader.Event, Int) throws(CatalogError) -> Void
    private var text = ""
    private var depth = 0
    private var hasRoot = false

    init(file: String, _ body: @escaping (XMLReader.Event, Int) throws(CatalogError) -> Void) {
        self.file = file
        self.body = body
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        flush(parser)
        depth += 1
        hasRoot = true
        guard depth <= XMLReader.depthMax else {
            return fail(
                parser,
                .rejection(
                    "elements stand within one another more than \(XMLReader.depthMax) deep", file: file,
                    line: parser.lineNumber))
        }
        tell(parser, .start(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        flush(parser)
        depth -= 1
        tell(parser, .end(name: name))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    private func flush(_ parser: XMLParser) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        text = ""
        if !trimmed.isEmpty { tell(parser, .text(trimmed)) }
    }

    private func tell(_ parser: XMLParser, _ event: XMLReader.Event) {
        guard error == nil else { return }
        do throws(CatalogError) {
            try body(event, parser.lineNumber)
        } catch {
            fail(parser, error)
        }
    }

    private func fail(_ parser: XMLParser, _ error: CatalogError) {
        if self.error == nil { self.error = error }
        parser.abortParsing()
    }
}
