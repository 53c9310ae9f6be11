/// Reads one JSON text (RFC 8259) strictly: UTF-8, no comments, no trailing commas, no member twice.
struct JSONReader {
    /// The longest text that is read, in bytes.
    static let byteCountMax = 1 << 20
    /// How deep arrays and objects may lie in each other.
    static let depthMax = 32

    private let bytes: [UInt8]
    private var position = 0

    /// Reads the text.
    ///
    /// - Throws: What is wrong, with the byte at which it shows.
    static func read(_ text: String) throws(RPCServiceConfigurationError) -> JSONValue {
        let bytes = Array(text.utf8)
        try require(bytes.count <= byteCountMax, "", "the text has more than \(byteCountMax) bytes")
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.error("something follows the value") }
        return value
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value(depth: Int) throws(RPCServiceConfigurationError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error("values lie deeper than \(Self.depthMax) levels") }
        skipSpace()
        guard let byte = peek else { throw error("the text ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw error("a value is expected")
        }
    }

    private mutating func object(depth: Int) throws(RPCServiceConfigurationError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        position += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("a name in quotes is expected") }
            let name = try string()
            guard members[name] == nil else { throw error("'\(name)' occurs twice") }
            skipSpace()
            guard take(":") else { throw error("':' is expected") }
            members[name] = try value(depth: depth + 1)
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("',' or '}' is expected") }
        return members
    }

    private mutating func array(depth: Int) throws(RPCServiceConfigurationError) -> [JSONValue] {
        var elements: [JSONValue] = []
        position += 1
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("',' or ']' is expected") }
        return elements
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(RPCServiceConfigurationError) -> JSONValue {
        guard bytes[position...].starts(with: word.description.utf8) else { throw error("a value is expected") }
        position += word.utf8CodeUnitCount
        return value
    }

    /// `-`? (`0` | digits without a leading zero) (`.` digits)? (`e` digits)?
    private mutating func number() throws(RPCServiceConfigurationError) -> Double {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw error("the number is out of range")
        }
        return number
    }

    private mutating func digits() throws(RPCServiceConfigurationError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw error("a digit is expected") }
    }

    private mutating func string() throws(RPCServiceConfigurationError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw error("a control character stands in a text")
            default: text.append(byte)
            }
        }
        throw error("a text does not end")
    }

    private mutating func escaped() throws(RPCServiceConfigurationError) -> [UInt8] {
        guard let byte = peek else { throw error("a text does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicode()
        default: throw error("no such escape")
        }
    }

    private mutating func unicode() throws(RPCServiceConfigurationError) -> [UInt8] {
        var units = [try codeUnit()]
        if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try codeUnit()) }
        var utf8: [UInt8] = []
        let isBroken = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true, into: { utf8.append($0) })
        guard !isBroken else { throw error("half a character stands in a text") }
        return utf8
    }

    private mutating func codeUnit() throws(RPCServiceConfigurationError) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected") }
        position += 4
        return unit
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private func error(_ reason: String) -> RPCServiceConfigurationError {
        RPCServiceConfigurationError("", "\(reason) at byte \(position)")
    }
}
