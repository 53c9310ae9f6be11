internal import CatalogModel

/// Cuts the bytes of an XML document into events; see ``XMLReader``.
struct XMLScanner {
    private let bytes: [UInt8]
    private let file: String
    private var index = 0
    /// The elements that have begun, the outermost first.
    private var open: [String] = []
    private var hasRoot = false
    /// The text since the last tag.
    private var text: [UInt8] = []
    /// Events that are known and not told yet.
    private var waiting: [(XMLReader.Event, line: Int)] = []
    /// How far lines are counted.
    private var counted = (index: 0, line: 1, lineStart: 0)

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The next event and its line; nil at the end of a whole document.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`.
    mutating func next() throws(CatalogError) -> (XMLReader.Event, line: Int)? {
        while waiting.isEmpty {
            guard index < bytes.count else {
                guard hasRoot, open.isEmpty else { throw rejection("the document breaks off") }
                return nil
            }
            if bytes[index] == UInt8(ascii: "<") { try readMarkup() } else { try readText() }
        }
        return waiting.removeFirst()
    }

    // MARK: Text

    private mutating func readText() throws(CatalogError) {
        var content = text
        text = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") {
            guard !open.isEmpty || Self.isSpace(bytes[index]) else {
                throw rejection(
                    "text stands outside of the outermost element", remedy: "check that this is XML, in UTF-8")
            }
            try appendCharacter(to: &content)
        }
        text = content
    }

    /// Takes one byte of text or one reference.
    private mutating func appendCharacter(to content: inout [UInt8]) throws(CatalogError) {
        let byte = bytes[index]
        if byte == UInt8(ascii: "&") { return try appendReference(to: &content) }
        guard byte >= 0x20 || Self.isSpace(byte) else { throw rejection("a control character stands in the text") }
        // CR LF and CR are line ends, and line ends are LF (2.11).
        if byte == 0x0D {
            if index + 1 >= bytes.count || bytes[index + 1] != 0x0A { content.append(0x0A) }
        } else {
            content.append(byte)
        }
        index += 1
    }

    private mutating func appendReference(to content: inout [UInt8]) throws(CatalogError) {
        let name = bytes[(index + 1)...].prefix(Self.referenceByteCountMax).prefix { $0 != UInt8(ascii: ";") }
        let word = String(decoding: name, as: UTF8.self)
        guard index + 1 + name.count < bytes.count, bytes[index + 1 + name.count] == UInt8(ascii: ";"),
            let character = Self.entities[word] ?? Self.character(word)
        else { throw rejection("the reference that begins here names no character", remedy: "write & as &amp;") }
        content += Array(String(character).utf8)
        index += name.count + 2
    }

    /// `&#x10FFFF;`
    private static let referenceByteCountMax = 10
    private static let entities: [String: Character] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    /// The character that `#10` or `#xA` stands for; nil for those that XML does not allow.
    private static func character(_ word: String) -> Character? {
        guard word.first == "#" else { return nil }
        let digits = word.dropFirst()
        let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), let scalar = Unicode.Scalar(number)
        else { return nil }
        return Character(scalar)
    }

    /// Ends the text before a tag.
    private mutating func flush() throws(CatalogError) {
        defer { text.removeAll(keepingCapacity: true) }
        guard let last = text.lastIndex(where: { !Self.isSpace($0) }) else { return }
        let content = text[...last].drop(while: Self.isSpace)
        waiting.append((.text(try string(content)), line: place().line))
    }

    // MARK: Markup

    private mutating func readMarkup() throws(CatalogError) {
        if take("<?") { return try skipInstruction() }
        if take("<!--") { return try _ = skip(to: "-->") }
        if take("<![CDATA[") {
            guard !open.isEmpty else { throw rejection("text stands outside of the outermost element") }
            text += try skip(to: "]]>")
            return
        }
        if bytes[index...].dropFirst().first == UInt8(ascii: "!") {
            throw rejection("a document type declaration is not read", remedy: "remove it")
        }
        try flush()
        let line = place().line
        if take("</") { try readEnd(line) } else { try readStart(line) }
    }

    private mutating func readStart(_ line: Int) throws(CatalogError) {
        guard !(open.isEmpty && hasRoot) else { throw rejection("an element follows the outermost one") }
        index += 1
        let name = try readName()
        var attributes: [String: String] = [:]
        while skipSpace(), index < bytes.count, ![UInt8(ascii: ">"), UInt8(ascii: "/")].contains(bytes[index]) {
            let attribute = try readName()
            guard attributes.updateValue(try readValue(), forKey: attribute) == nil else {
                throw rejection("the attribute '\(attribute)' is there twice")
            }
        }
        let isEmpty = take("/")
        guard take(">") else { throw rejection("the tag has no end") }
        guard open.count < XMLReader.depthMax else {
            throw rejection("elements stand within one another more than \(XMLReader.depthMax) deep")
        }
        hasRoot = true
        waiting.append((.start(name: name, attributes: attributes), line: line))
        if isEmpty { waiting.append((.end(name: name), line: line)) } else { open.append(name) }
    }

    private mutating func readEnd(_ line: Int) throws(CatalogError) {
        let name = try readName()
        guard open.last == name else {
            throw rejection("the end of '\(name)' stands where that of '\(open.last ?? "")' belongs")
        }
        skipSpace()
        guard take(">") else { throw rejection("the tag has no end") }
        open.removeLast()
        waiting.append((.end(name: name), line: line))
    }

    private mutating func readName() throws(CatalogError) -> String {
        let name = bytes[index...].prefix { Self.isNameByte($0, isFirst: false) }
        guard let first = name.first, Self.isNameByte(first, isFirst: true) else {
            throw rejection("a name is expected here")
        }
        let text = try string(name)
        index = name.endIndex
        return text
    }

    private mutating func readValue() throws(CatalogError) -> String {
        skipSpace()
        guard take("=") else { throw rejection("an attribute has no value") }
        skipSpace()
        guard index < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[index]) else {
            throw rejection("the value of an attribute has no quotes")
        }
        let quote = bytes[index]
        index += 1
        var value: [UInt8] = []
        while index < bytes.count, bytes[index] != quote {
            guard bytes[index] != UInt8(ascii: "<") else { throw rejection("a '<' stands within quotes") }
            try appendCharacter(to: &value)
        }
        guard index < bytes.count else { throw rejection("the value of an attribute has no end") }
        index += 1
        return try string(value[...])
    }

    /// Skips a processing instruction. The declaration at the start must not name another encoding.
    private mutating func skipInstruction() throws(CatalogError) {
        let content = String(decoding: try skip(to: "?>"), as: UTF8.self).lowercased()
        guard content.hasPrefix("xml "), let name = content.split(separator: "encoding").dropFirst().first else {
            return
        }
        let isKnown = ["utf-8", "us-ascii"].contains { name.contains($0) }
        guard isKnown else { throw rejection("the document is not in UTF-8", remedy: "convert it and its first line") }
    }

    // MARK: Bytes

    private mutating func take(_ word: StaticString) -> Bool {
        let isThere = word.withUTF8Buffer { bytes[index...].starts(with: $0) }
        if isThere { index += word.utf8CodeUnitCount }
        return isThere
    }

    /// Goes behind the next such word.
    ///
    /// - Returns: what stands before it.
    private mutating func skip(to word: StaticString) throws(CatalogError) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count {
            let end = index
            if take(word) { return bytes[start..<end] }
            index += 1
        }
        index = start
        throw rejection("what begins here has no end")
    }

    /// Skips white space.
    ///
    /// - Returns: whether there was any.
    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = index
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        return index > start
    }

    private func string(_ bytes: ArraySlice<UInt8>) throws(CatalogError) -> String {
        guard let text = TextEncoding.utf8.text(bytes) else {
            throw rejection("the text before this is not UTF-8", remedy: "convert the document to UTF-8")
        }
        return text
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// Whether names may have this byte (2.3); a digit, dot or hyphen not as their first.
    private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), 0x80...0xFF:
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): !isFirst
        default: false
        }
    }
}

// Places.
extension XMLScanner {
    /// The line and column of the next byte, counted from 1.
    private mutating func place() -> (line: Int, column: Int) {
        for position in counted.index..<max(counted.index, min(index, bytes.count))
        where bytes[position] == UInt8(ascii: "\n") {
            counted.line += 1
            counted.lineStart = position + 1
        }
        counted.index = max(counted.index, index)
        return (counted.line, index - counted.lineStart + 1)
    }

    private func rejection(_ message: String, remedy: String = "get the file again, whole") -> CatalogError {
        var copy = self
        let (line, column) = copy.place()
        return .rejection(message, remedy: remedy, file: file, line: line, column: column)
    }
}
