internal import CProtobufC

/// Writes messages as proto3 JSON (protobuf.dev/programming-guides/json) by walking their descriptors.
///
/// Names are lowerCamelCase, enum values are names (numbers where the name is not known), 64-bit integers are strings,
/// bytes are base64, and fields that have their default are left out unless they are the chosen one of a oneof. Fields
/// come in the order of their numbers. Maps and the well-known types of google.protobuf, which our contract does not
/// use, are written as plain messages.
package struct JSONWriter {
    private var output = ""
    private var depth = 0
    private let isPretty: Bool

    /// The message as JSON: on one line without spaces, or indented by two spaces per level; no line break at the end.
    package static func text(of message: UnsafePointer<some WireMessage>, pretty: Bool) -> String {
        var writer = JSONWriter(isPretty: pretty)
        // Every generated struct starts with a ProtobufCMessage.
        writer.write(UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self))
        return writer.output
    }

    private init(isPretty: Bool) { self.isPretty = isPretty }

    private mutating func write(_ message: UnsafePointer<ProtobufCMessage>) {
        let fields = MessageField.all(of: message).filter { $0.count > 0 }
        writeGroup(fields, "{", "}") { writer, field in
            writer.write(text: Self.lowerCamelCase(field.name))
            writer.output += writer.isPretty ? ": " : ":"
            if field.isList {
                writer.writeGroup(0..<field.count, "[", "]") { $0.write(field.value(at: $1)) }
            } else {
                writer.write(field.value(at: 0))
            }
        }
    }

    private mutating func write(_ value: MessageField.Value) {
        switch value {
        case .number(let digits): output += digits
        case .wideNumber(let digits): output += "\"\(digits)\""
        case .floating(let number, let digits): output += number.isFinite ? digits : "\"\(Self.name(of: number))\""
        case .bool(let bool): output += bool ? "true" : "false"
        case .name(let name): output += "\"\(name)\""
        case .text(let text): write(text: text)
        case .bytes(let bytes): output += "\"\(Self.base64(bytes))\""
        case .message(let message): write(message)
        }
    }

    /// Writes members between brackets, one per line when pretty.
    private mutating func writeGroup<Members: Collection>(
        _ members: Members, _ opening: String, _ closing: String,
        _ writeMember: (inout JSONWriter, Members.Element) -> Void
    ) {
        output += opening
        depth += 1
        var separator = ""
        for member in members {
            output += separator
            separator = ","
            breakLine()
            writeMember(&self, member)
        }
        depth -= 1
        if !members.isEmpty { breakLine() }
        output += closing
    }

    private mutating func breakLine() {
        if isPretty { output += "\n" + String(repeating: "  ", count: depth) }
    }

    /// A JSON string (RFC 8259, section 7): quotes, backslashes and control characters escaped.
    private mutating func write(text: String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }

    /// A field's JSON name: the letter after an underscore upper case, the underscore gone.
    static func lowerCamelCase(_ name: String) -> String {
        var result = ""
        var raisesNext = false
        for character in name {
            if character == "_" {
                raisesNext = true
            } else {
                result += raisesNext ? character.uppercased() : String(character)
                raisesNext = false
            }
        }
        return result
    }

    private static func name(of number: Double) -> String {
        number.isNaN ? "NaN" : number > 0 ? "Infinity" : "-Infinity"
    }

    /// Base64 with padding (RFC 4648, section 4).
    static func base64(_ bytes: UnsafeRawBufferPointer) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for position in 0..<4 {
                let digit = alphabet[Int(bits >> UInt32(18 - 6 * position)) & 63]
                text.append(position <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
