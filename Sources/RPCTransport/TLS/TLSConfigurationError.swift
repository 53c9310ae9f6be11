/// Certificates, keys or authorities that cannot be used: which, why, and what to do. Never tells a secret.
public struct TLSConfigurationError: Error, Hashable, Sendable {
    /// What can be wrong, for callers that act on it.
    public enum Reason: Hashable, Sendable {
        /// There is no such file, or it cannot be read.
        case unreadable
        /// The text holds no certificate or no key where one is needed, or a damaged one.
        case malformed
        /// The key is locked with a passphrase.
        case encryptedKey
        /// The key is not the certificate's.
        case mismatch
        /// The certificate's time is over.
        case expired
        /// The certificate's time has not come.
        case notYetValid
        /// OpenSSL refuses it for another reason, such as a key that is too short.
        case refused
        /// A file cannot be written, or must not be overwritten.
        case unwritable
    }

    /// What is wrong.
    public let reason: Reason
    /// One line for people, with the file.
    public let message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}

extension TLSConfigurationError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
