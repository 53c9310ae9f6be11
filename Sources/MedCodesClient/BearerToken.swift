internal import Foundation

/// A secret that a client shows with each call, as `authorization: Bearer …` (RFC 6750 section 2.1).
///
/// There are no connections without TLS, so it never travels in the clear. It prints as `BearerToken(hidden)`, in logs and
/// debuggers too.
public struct BearerToken: Hashable, Sendable {
    /// The longest token accepted, in bytes.
    public static let byteCountMax = 8 << 10

    /// The token itself; for the `authorization` field alone.
    let text: String

    /// A token.
    ///
    /// - Throws: ``MedCodesError`` with the problem `configuration` for a text that cannot be one: empty, longer than
    ///   ``byteCountMax``, or with characters other than letters, digits and `-._~+/=`.
    public init(_ text: String) throws(MedCodesError) {
        guard (1...Self.byteCountMax).contains(text.utf8.count), text.utf8.allSatisfy(Self.isTokenCharacter) else {
            throw MedCodesError(
                .invalidArgument,
                "this is no bearer token: it has 1 to \(Self.byteCountMax) letters, digits and '-._~+/='; "
                    + "check for quotes, spaces and line breaks",
                problem: .configuration)
        }
        self.text = text
    }

    /// The token in a file, without the white space around it.
    ///
    /// - Throws: ``MedCodesError`` with the problem `configuration` when the file cannot be read or holds no token.
    public init(contentsOf file: String) throws(MedCodesError) {
        guard let handle = FileHandle(forReadingAtPath: file),
            let bytes = try? handle.read(upToCount: 2 * Self.byteCountMax)
        else {
            throw MedCodesError(
                .invalidArgument, "the token file \(file) cannot be read; check its name and permissions",
                problem: .configuration)
        }
        do throws(MedCodesError) {
            try self.init(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw MedCodesError(.invalidArgument, "\(file): \(error.message)", problem: .configuration)
        }
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~+/=".utf8.contains(byte)
        }
    }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Not the token.
    public var description: String { "BearerToken(hidden)" }
    /// Not the token either.
    public var debugDescription: String { description }
    /// Nothing of the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
