/// What names a code: its system and the code itself, in one canonical spelling.
///
/// The canonical spelling has no dots and only upper-case letters, so `e11.9` and `E119` are the same key. Codes of
/// systems outside the known five keep the spelling they came with. Codes up to 15 bytes are held without allocation.
public struct CodeKey: Hashable, Sendable {
    /// The system the code belongs to.
    public let system: CodeSystem
    /// The code in canonical spelling: ASCII, no dots, upper case for the known systems, 1...64 bytes.
    public let code: String

    /// The longest code accepted, in bytes of canonical spelling.
    public static let codeByteCountMax = 64

    /// Reads a code as people write it: any case, with or without dots, spaces around it.
    ///
    /// - Throws: ``CatalogError`` of kind `invalidArgument` when the text is empty, too long, or holds a character no
    ///   code has. A well-formed code that does not exist is not an error here: looking it up says so.
    public init(system: CodeSystem, code text: String) throws(CatalogError) {
        var canonical = ""
        for byte in text.utf8.trimmingSpaces() {
            switch (byte, system) {
            case (0x21...0x7E, .other), (UInt8(ascii: "0")...UInt8(ascii: "9"), _),
                (UInt8(ascii: "A")...UInt8(ascii: "Z"), _):
                canonical.unicodeScalars.append(Unicode.Scalar(byte))
            case (UInt8(ascii: "a")...UInt8(ascii: "z"), _):
                canonical.unicodeScalars.append(Unicode.Scalar(byte - 0x20))
            case (UInt8(ascii: "."), _):
                continue
            default:
                throw CatalogError(
                    .invalidArgument, "a \(system.title) code has letters and digits only",
                    remedy: "check the code for stray characters")
            }
        }
        guard (1...Self.codeByteCountMax).contains(canonical.utf8.count) else {
            throw CatalogError(
                .invalidArgument, canonical.isEmpty ? "the code is empty" : "the code is longer than any code is",
                remedy: "give a code of 1 to \(Self.codeByteCountMax) characters")
        }
        self.system = system
        self.code = canonical
    }

    /// Reads a code as people write it, or a group of codes by its first and last, e.g. `A00-A09`.
    ///
    /// - Throws: ``CatalogError`` as ``init(system:code:)`` does, also for either end of a group.
    public init(system: CodeSystem, codeOrGroup text: String) throws(CatalogError) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        // The codes of systems outside the known five may have hyphens themselves.
        guard ends.count == 2, CodeSystem.known.contains(system) else {
            try self.init(system: system, code: text)
            return
        }
        let first = try CodeKey(system: system, code: String(ends[0]))
        let last = try CodeKey(system: system, code: String(ends[1]))
        self.init(system: system, canonical: "\(first.code)-\(last.code)")
    }

    /// Takes a code that is already in canonical spelling, as stores and wire readers hold it.
    public init(system: CodeSystem, canonical code: String) {
        self.system = system
        self.code = code
    }

    /// Whether it names a group of codes of a known system, such as `A00-A09`. Groups may have names without a hyphen
    /// too, such as `1`.
    public var isRange: Bool { CodeSystem.known.contains(system) && code.utf8.contains(UInt8(ascii: "-")) }

    /// The code the way its system prints it: `E11.9` and `81.08` with dots; CPT, HCPCS and ICD-10-PCS without. A group
    /// of codes has none.
    public var printedCode: String {
        switch system {
        case .icd10CM: Self.dotted(code, after: 3)
        case .icd9PCS: Self.dotted(code, after: 2)
        case .cpt, .hcpcs, .icd10PCS, .other: code
        }
    }

    private static func dotted(_ code: String, after count: Int) -> String {
        guard code.utf8.count > count, !code.utf8.contains(UInt8(ascii: "-")) else { return code }
        return "\(code.prefix(count)).\(code.dropFirst(count))"
    }
}

extension CodeKey: Comparable {
    /// Orders by system in catalog order, then by code bytes.
    public static func < (a: CodeKey, b: CodeKey) -> Bool {
        a.system == b.system ? a.code < b.code : a.system.order < b.system.order
    }
}

extension CodeKey: Codable {
    private enum CodingKeys: String, CodingKey { case system, code }

    /// Reads `{"system": …, "code": …}`; the code may be written as people write it. A group of codes, such as
    /// `A00-A09`, is read as it stands.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let system = try container.decode(CodeSystem.self, forKey: .system)
        let text = try container.decode(String.self, forKey: .code)
        try self.init(system: system, codeOrGroup: text)
    }

    /// Writes `{"system": …, "code": …}` with the code in canonical spelling.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(system, forKey: .system)
        try container.encode(code, forKey: .code)
    }
}

extension CodeKey: CustomStringConvertible {
    /// System name and printed code, e.g. `icd10cm E11.9`.
    public var description: String { "\(system.name) \(printedCode)" }
}

extension CodeSystem {
    /// Catalog order: the known systems as listed, others after them by URI.
    fileprivate var order: String {
        switch self {
        case .cpt: "0"
        case .hcpcs: "1"
        case .icd10PCS: "2"
        case .icd10CM: "3"
        case .icd9PCS: "4"
        case .other(let uri): "5" + uri
        }
    }
}

extension String.UTF8View {
    /// The bytes without the spaces at both ends.
    fileprivate func trimmingSpaces() -> Substring.UTF8View {
        let head = self.drop { $0 == UInt8(ascii: " ") }
        let tailCount = head.reversed().prefix { $0 == UInt8(ascii: " ") }.count
        return head.dropLast(tailCount)
    }
}
