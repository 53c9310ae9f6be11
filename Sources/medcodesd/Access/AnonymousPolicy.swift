/// What callers may do who show neither a certificate nor a token.
enum AnonymousPolicy: String, Sendable, CustomStringConvertible {
    /// Read.
    case readers
    /// Nothing.
    case none

    var description: String { rawValue }
}
