public import Digests

/// A secret that lets its holder call, as it is shown once and sent with each call.
///
/// ```
/// medcodes_3f9a0c51d27e_8d1c…(64 digits)…0b
/// ^prefix  ^id          ^secret: 256 random bits
/// ```
/// Digits are those of lower-case hexadecimal. The prefix and the fixed form let scanners of source code and logs find a
/// token that has leaked: `medcodes_[0-9a-f]{12}_[0-9a-f]{64}`.
public struct AccessToken: Sendable {
    /// What every token begins with.
    public static let prefix = "medcodes_"
    /// How many digits tell a token from others; no secret.
    public static let idDigitCount = 12
    /// How many digits are secret.
    public static let secretDigitCount = 64
    /// The length of a token in bytes.
    public static let byteCount = prefix.utf8.count + idDigitCount + 1 + secretDigitCount

    /// What the token is called in lists; no secret.
    public let id: String
    /// The whole token.
    public let text: String

    /// A new token, of random numbers fit for secrets.
    public init() {
        // SystemRandomNumberGenerator is getrandom(2) here.
        var random = SystemRandomNumberGenerator()
        self.init(using: &random)
    }

    init(using random: inout some RandomNumberGenerator) {
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(UInt8.random(in: 0...15, using: &random), radix: 16) }.joined()
        }
        id = digits(Self.idDigitCount)
        text = "\(Self.prefix)\(id)_\(digits(Self.secretDigitCount))"
    }

    /// What is kept of the token: the SHA-256 of all of it.
    public var digest: SHA256Digest { SHA256Digest(of: text.utf8) }

    /// The id in what may be a token; nil for bytes of any other form.
    static func id(in bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count == byteCount, bytes.starts(with: prefix.utf8) else { return nil }
        let digits = bytes[prefix.utf8.count...]
        let (id, rest) = (digits.prefix(idDigitCount), digits.dropFirst(idDigitCount))
        guard rest.first == UInt8(ascii: "_"), id.allSatisfy(isDigit), rest.dropFirst().allSatisfy(isDigit) else {
            return nil
        }
        return String(decoding: id, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id, without the secret.
    public var description: String { "AccessToken(\(id))" }
    /// The same.
    public var debugDescription: String { description }
    /// Nothing of the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
