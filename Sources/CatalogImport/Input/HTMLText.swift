/// Plain text out of the HTML fragments that tables of documents hold.
///
/// Not a parser of HTML: it takes tags, comments, styles and scripts out, puts line ends where blocks end, and reads the
/// entities that editors write. Any text is a fragment. What it reads is bounded by what it keeps.
struct HTMLText {
    private var input: Substring.UnicodeScalarView
    private var output = ""
    /// What stands before the next visible character: nothing, a blank or a line end.
    private var gap = ""
    private let byteCountMax: Int

    /// The text of a fragment, at most so many bytes of it; where it is cut, `…` follows.
    static func plain(_ html: String, byteCountMax: Int) -> String {
        var reader = HTMLText(html, byteCountMax: byteCountMax)
        while reader.output.utf8.count <= byteCountMax, let scalar = reader.input.popFirst() { reader.take(scalar) }
        return reader.cut
    }

    private init(_ html: String, byteCountMax: Int) {
        input = html[...].unicodeScalars
        self.byteCountMax = byteCountMax
    }

    private var cut: String {
        guard output.utf8.count > byteCountMax else { return output }
        var text = output
        while text.utf8.count > byteCountMax - "…".utf8.count { text.unicodeScalars.removeLast() }
        return text + "…"
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "<" where startsTag: skipTag()
        case "&": add(entity())
        default: add(scalar)
        }
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        if PageText.isBlank(scalar) || scalar.properties.generalCategory == .control {
            if gap.isEmpty { gap = " " }
            return
        }
        if !output.isEmpty { output += gap }
        gap = ""
        output.unicodeScalars.append(scalar)
    }

    // MARK: Tags

    private var startsTag: Bool {
        guard let next = input.first else { return false }
        return next == "/" || next == "!" || next == "?" || next.properties.isAlphabetic
    }

    private mutating func skipTag() {
        if input.starts(with: "!--".unicodeScalars) { return skip(through: "-->") }
        let name = input.drop { $0 == "/" }.prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        let tag = String(String.UnicodeScalarView(name.prefix(16))).lowercased()
        let isEnd = input.first == "/"
        skip(through: ">")
        if !isEnd, tag == "style" || tag == "script" {
            skip(through: "</\(tag)")
            skip(through: ">")
        }
        if Self.blocks.contains(tag) { gap = "\n" }
    }

    /// Drops what comes up to the end of a mark, or all there is.
    private mutating func skip(through mark: String) {
        let mark = mark.unicodeScalars
        while !input.isEmpty, !input.starts(with: mark) { input.removeFirst() }
        input = input.dropFirst(mark.count)
    }

    private static let blocks: Set<String> = [
        "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd",
    ]

    // MARK: Entities

    /// The character of the entity that the ampersand just taken begins; the ampersand itself where it begins none.
    private mutating func entity() -> Unicode.Scalar {
        let name = String(String.UnicodeScalarView(input.prefix(10).prefix { $0 != ";" }))
        let rest = input.dropFirst(name.unicodeScalars.count)
        guard rest.first == ";", let scalar = Self.scalar(name) else { return "&" }
        input = rest.dropFirst()
        return scalar
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        if let known = named[name] { return known }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
        "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bull": "•", "hellip": "…", "deg": "°", "le": "≤",
        "ge": "≥", "plusmn": "±", "micro": "µ", "middot": "·", "sect": "§", "reg": "®", "trade": "™", "copy": "©",
        "frac12": "½", "times": "×", "alpha": "α", "beta": "β", "eacute": "é",
    ]
}
