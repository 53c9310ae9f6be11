/// Reads JSON5 (<https://spec.json5.org>) and keeps the line of everything, which Foundation's decoder does not tell.
///
/// It is stricter in two points: a key stands once in an object, and `null`, `Infinity` and `NaN` are no settings.
struct JSON5Reader {
    /// A value and where it stands.
    struct Node: Hashable, Sendable {
        /// A value of JSON5; numbers and booleans as they are written.
        indirect enum Content: Hashable, Sendable {
            case text(String)
            case list([Node])
            case object([String: Node])
        }

        /// The line of its first character, of the key's where it has one; the first line is 1.
        var line: Int
        /// What it is.
        var content: Content
    }

    /// What cannot be read, in a clause, and its line.
    struct Failure: Error, Hashable {
        let line: Int
        let message: String
    }

    /// How deep lists and objects may stand in each other.
    static let depthMax = 16

    private var rest: Substring.UnicodeScalarView
    private var line = 1
    private var depth = 0

    private init(_ text: String) { rest = text.unicodeScalars[...] }

    /// The value of a whole text.
    static func read(_ text: String) throws(Failure) -> Node {
        var reader = JSON5Reader(text)
        let node = try reader.value()
        try reader.skipSpace()
        guard let more = reader.rest.first else { return node }
        throw reader.failure("there is more after the end, from '\(more)'")
    }

    private mutating func value() throws(Failure) -> Node {
        try skipSpace()
        let start = line
        switch rest.first {
        case "{":
            return Node(line: start, content: .object(try nested { reader throws(Failure) in try reader.members() }))
        case "[": return Node(line: start, content: .list(try nested { reader throws(Failure) in try reader.items() }))
        case "\"", "'": return Node(line: start, content: .text(try quoted()))
        case nil: throw failure("a value is missing at the end")
        default: return Node(line: start, content: .text(try numberOrBoolean()))
        }
    }

    private mutating func nested<Result>(
        _ body: (inout JSON5Reader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        rest.removeFirst()
        depth += 1
        guard depth <= Self.depthMax else { throw failure("groups and lists stand deeper than \(Self.depthMax)") }
        let result = try body(&self)
        depth -= 1
        return result
    }

    private mutating func members() throws(Failure) -> [String: Node] {
        var members: [String: Node] = [:]
        while try !take("}") {
            let start = line
            let key = try name()
            guard members[key] == nil else { throw Failure(line: start, message: "'\(key)' stands twice") }
            guard try take(":") else { throw failure("':' is missing after '\(key)'") }
            var node = try value()
            node.line = start
            members[key] = node
            if try take(",") { continue }
            guard try take("}") else { throw failure("',' or '}' is missing after the value of '\(key)'") }
            break
        }
        return members
    }

    private mutating func items() throws(Failure) -> [Node] {
        var items: [Node] = []
        while try !take("]") {
            items.append(try value())
            if try take(",") { continue }
            guard try take("]") else { throw failure("',' or ']' is missing in a list") }
            break
        }
        return items
    }

    /// The key of a member: quoted, or a bare identifier.
    private mutating func name() throws(Failure) -> String {
        try skipSpace()
        if rest.first == "\"" || rest.first == "'" { return try quoted() }
        let word = bareWord()
        guard let first = word.unicodeScalars.first, !("0"..."9").contains(first) else {
            throw failure("a name is missing")
        }
        return word
    }

    private mutating func numberOrBoolean() throws(Failure) -> String {
        let start = rest
        let sign = rest.first == "+" || rest.first == "-" ? String(rest.removeFirst()) : ""
        var word = bareWord(joinedBy: "+-.")
        if word.hasPrefix(".") { word = "0" + word }
        if sign.isEmpty, word == "true" || word == "false" { return word }
        if word.lowercased().hasPrefix("0x"), let number = Int(word.dropFirst(2), radix: 16) {
            return sign + "\(number)"
        }
        let isNumber = word.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? false
        guard isNumber, Double(word) != nil else {
            rest = start
            throw failure("'\(bareWord(joinedBy: "+-.", atLeastOne: true))' is no value; a text stands in quotes")
        }
        return (sign == "-" ? "-" : "") + word
    }

    /// Letters, digits, `_`, `$` and what joins them.
    private mutating func bareWord(joinedBy joints: String = "", atLeastOne: Bool = false) -> String {
        var word = String.UnicodeScalarView()
        while let scalar = rest.first {
            let isPart =
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
                || scalar == "$" || joints.unicodeScalars.contains(scalar)
            guard isPart || (atLeastOne && word.isEmpty) else { break }
            word.append(rest.removeFirst())
        }
        return String(word)
    }

    private mutating func quoted() throws(Failure) -> String {
        let start = line
        let quote = rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case quote: return String(text)
            case "\\": if let escaped = try escape() { text.append(escaped) }
            case "\n", "\r": throw Failure(line: start, message: "a text does not end on its line")
            default: text.append(scalar)
            }
        }
        throw Failure(line: start, message: "a text does not end")
    }

    /// What stands for an escape; nil for a line that goes on.
    private mutating func escape() throws(Failure) -> Unicode.Scalar? {
        guard let scalar = rest.popFirst() else { throw failure("a text ends in the middle of an escape") }
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "\n":
            line += 1
            return nil
        case "x": return try hexadecimal(digits: 2)
        case "u": return try hexadecimal(digits: 4)
        case "0"..."9": throw failure("'\\\(scalar)' is no escape")
        default: return scalar
        }
    }

    private mutating func hexadecimal(digits count: Int) throws(Failure) -> Unicode.Scalar {
        let digits = String(rest.prefix(count))
        guard digits.unicodeScalars.count == count, let number = UInt32(digits, radix: 16),
            let scalar = Unicode.Scalar(number)
        else { throw failure("'\(digits)' is no character's number") }
        rest.removeFirst(count)
        return scalar
    }

    /// Whether this character comes next; it is taken then.
    private mutating func take(_ scalar: Unicode.Scalar) throws(Failure) -> Bool {
        try skipSpace()
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    /// Skips white space and comments.
    private mutating func skipSpace() throws(Failure) {
        while let scalar = rest.first {
            if scalar == "\n" { line += 1 }
            if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                rest.removeFirst()
            } else if rest.starts(with: "//".unicodeScalars) {
                rest = rest.drop { $0 != "\n" }
            } else if rest.starts(with: "/*".unicodeScalars) {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(Failure) {
        let start = line
        rest.removeFirst(2)
        while !rest.isEmpty {
            if rest.starts(with: "*/".unicodeScalars) { return rest.removeFirst(2) }
            if rest.removeFirst() == "\n" { line += 1 }
        }
        throw Failure(line: start, message: "a comment does not end")
    }

    private func failure(_ message: String) -> Failure { Failure(line: line, message: message) }
}
