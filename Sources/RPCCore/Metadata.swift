/// Ordered pairs of key and value that travel beside messages, as header fields ("Custom-Metadata" in gRPC over HTTP/2).
///
/// Keys are lower-case; a key may come more than once. A key that ends in `-bin` has bytes as its value, every other
/// key printable ASCII text.
public struct Metadata: Hashable, Sendable {
    /// What a key stands for.
    public enum Value: Hashable, Sendable {
        /// Printable ASCII, 0x20 to 0x7E.
        case text(String)
        /// Any bytes; Base64 on the wire.
        case binary([UInt8])
    }

    /// One key with one value.
    public struct Entry: Hashable, Sendable {
        /// The key in lower case.
        public let key: String
        /// Its value, of the kind the key asks for.
        public let value: Value

        package init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// All pairs, in the order they were added or received.
    public private(set) var entries: [Entry] = []

    /// No pairs.
    public init() {}

    /// Whether there are no pairs.
    public var isEmpty: Bool { entries.isEmpty }

    /// The first text value of the key, given in lower case; nil when there is none.
    public func text(for key: String) -> String? {
        for case .text(let text) in values(for: key) { return text }
        return nil
    }

    /// The first binary value of the key, given in lower case; nil when there is none.
    public func bytes(for key: String) -> [UInt8]? {
        for case .binary(let bytes) in values(for: key) { return bytes }
        return nil
    }

    /// All values of the key, given in lower case, in order.
    public func values(for key: String) -> [Value] {
        entries.filter { $0.key == key }.map(\.value)
    }

    /// Adds a text value.
    ///
    /// - Throws: `invalidArgument` when the key is none that a program may set, ends in `-bin`, or the text is not
    ///   printable ASCII; nothing is added then.
    public mutating func append(_ text: String, for key: String) throws(RPCError) {
        let key = try Self.checked(key)
        guard !key.hasSuffix("-bin") else {
            throw RPCError(.invalidArgument, "metadata key '\(key)' ends in -bin and takes bytes, not text")
        }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw RPCError(.invalidArgument, "metadata '\(key)' has a value that is not printable ASCII")
        }
        entries.append(Entry(key: key, value: .text(text)))
    }

    /// Adds a binary value.
    ///
    /// - Throws: `invalidArgument` when the key is none that a program may set or does not end in `-bin`; nothing is
    ///   added then.
    public mutating func append(_ bytes: [UInt8], for key: String) throws(RPCError) {
        let key = try Self.checked(key)
        guard key.hasSuffix("-bin") else {
            throw RPCError(.invalidArgument, "metadata key '\(key)' takes text; keys of bytes end in -bin")
        }
        entries.append(Entry(key: key, value: .binary(bytes)))
    }

    /// Adds a text field that belongs to the protocol and that programs may not set.
    package mutating func appendProtocolField(_ key: String, _ text: String) {
        entries.append(Entry(key: key, value: .text(text)))
    }

    /// Adds a field as it came over the wire. A `-bin` value may be several Base64 texts joined by commas, padded or not.
    ///
    /// - Returns: False when a `-bin` value is no Base64; nothing is added then.
    package mutating func append(fieldName: UnsafeRawBufferPointer, fieldValue: UnsafeRawBufferPointer) -> Bool {
        let key = String(decoding: fieldName, as: UTF8.self)
        guard key.hasSuffix("-bin") else {
            entries.append(Entry(key: key, value: .text(String(decoding: fieldValue, as: UTF8.self))))
            return true
        }
        let parts = fieldValue.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let values = parts.compactMap { Base64.decode($0.drop { $0 == UInt8(ascii: " ") }) }
        guard values.count == parts.count else { return false }
        entries += values.map { Entry(key: key, value: .binary($0)) }
        return true
    }

    /// Keys consist of lower-case letters, digits, `_`, `-` and `.`; those starting with `grpc-` belong to the protocol.
    private static func checked(_ key: String) throws(RPCError) -> String {
        let key = key.lowercased()
        guard !key.isEmpty, key.utf8.allSatisfy(isKeyCharacter) else {
            throw RPCError(.invalidArgument, "'\(key)' is no metadata key: use letters, digits, '_', '-' and '.'")
        }
        guard !key.hasPrefix("grpc-") else {
            throw RPCError(.invalidArgument, "metadata key '\(key)' is reserved: 'grpc-' belongs to the protocol")
        }
        return key
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension Metadata.Entry {
    /// The value as it stands in a header field.
    package var fieldValue: [UInt8] {
        switch value {
        case .text(let text): Array(text.utf8)
        case .binary(let bytes): Base64.encode(bytes)
        }
    }
}
