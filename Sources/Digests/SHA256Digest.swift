/// The SHA-256 of some bytes (FIPS 180-4, section 6.2): 32 bytes, kept in place.
public struct SHA256Digest: Sendable {
    /// How many bytes it has.
    public static let byteCount = 32

    /// The bytes, eight in each word, the first of them lowest in memory.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The digest of these bytes. Makes a ``SHA256Hasher`` for it; who needs many keeps one.
    public init(of bytes: some Sequence<UInt8>) {
        let hasher = SHA256Hasher()
        let bytes = Array(bytes)
        bytes.withUnsafeBytes { hasher.update($0) }
        self = hasher.finish()
    }

    /// Reads 64 hexadecimal digits; nil for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// A digest whose 32 bytes the function writes.
    init(_ write: (UnsafeMutableRawBufferPointer) -> Void) { withUnsafeMutableBytes(of: &words, write) }

    /// Shows the 32 bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(of: words, body)
    }

    /// The digest as 64 digits of lower-case hexadecimal.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = withBytes { $0.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] } }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension SHA256Digest: Hashable {
    /// Compares in a time that does not depend on the bytes, so that nobody learns from it how much of a guess was right.
    public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) | (left.words.2 ^ right.words.2)
            | (left.words.3 ^ right.words.3) == 0
    }

    /// Eight bytes tell digests apart well enough.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SHA256Digest: CustomStringConvertible {
    /// The digits.
    public var description: String { hexadecimal }
}
