internal import CatalogModel
internal import Foundation

/// A JSON document, read as a whole.
///
/// The document, and what is made of it, is held in memory: several times its size. That is fair for terminologies, of
/// which the largest take some hundred megabytes.
enum JSONDocument {
    /// The most bytes a document may have.
    static let byteCountMax = 256 << 20
    /// The most arrays and objects within one another.
    static let depthMax = 100

    /// Reads a document.
    ///
    /// - Throws: ``CatalogError`` of kind `rejected`, for a document that is too long or too deep, is none, or holds
    ///   something else than is asked for.
    static func read<Value: Decodable>(_ type: Value.Type, from file: LineReader) throws(CatalogError) -> Value {
        let bytes = try file.remainder(byteCountMax: byteCountMax)
        // Decoding recurs into what it reads.
        if let line = lineTooDeep(bytes) {
            throw .rejection(
                "arrays and objects stand within one another more than \(depthMax) deep", file: file.name, line: line)
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw .rejection(reason(error), remedy: "get the file again, whole", file: file.name)
        }
    }

    /// What a decoding error says, without the content of the document.
    static func reason(_ error: any Error, document: String = "the file") -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case let error as CatalogError: return error.message
        case DecodingError.keyNotFound(let key, let context):
            return "the member '\(key.stringValue)' is missing"
                + (context.codingPath.isEmpty ? "" : " in \(path(context))")
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return context.codingPath.isEmpty
                ? "\(document) is no JSON object" : "\(path(context)) has a value of another type"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\(path(context)) has a value that is not allowed"
        default: return "\(document) is no JSON object"
        }
    }

    /// The line on which the document goes too deep; nil when it does not. Brackets within strings do not count.
    private static func lineTooDeep(_ bytes: [UInt8]) -> Int? {
        var (depth, line, isString, isEscaped) = (0, 1, false, false)
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            if depth > depthMax { return line }
        }
        return nil
    }
}
