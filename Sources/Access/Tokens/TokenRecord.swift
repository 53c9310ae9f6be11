public import Digests

/// What a server knows of a token: everything but the secret.
public struct TokenRecord: Hashable, Sendable {
    /// What the token is called in lists, ``AccessToken/id``.
    public var id: String
    /// Whom it was made for. Tokens of the same name are one caller: they share its limits.
    public var name: String
    /// The SHA-256 of the token.
    public var digest: SHA256Digest
    /// What its holder may do.
    public var grant: Grant
    /// When it was made, in seconds since 1970-01-01 00:00 UTC.
    public var createdUnixSeconds: Int
    /// The first second in which it is good no more; nil for never.
    public var expiresUnixSeconds: Int?
    /// When it was taken back; nil when it was not.
    public var revokedUnixSeconds: Int?

    /// A record.
    public init(
        id: String, name: String, digest: SHA256Digest, grant: Grant, createdUnixSeconds: Int,
        expiresUnixSeconds: Int? = nil, revokedUnixSeconds: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.grant = grant
        self.createdUnixSeconds = createdUnixSeconds
        self.expiresUnixSeconds = expiresUnixSeconds
        self.revokedUnixSeconds = revokedUnixSeconds
    }

    /// What a token is good for at a moment.
    public enum State: String, Sendable {
        /// It lets its holder call.
        case valid
        /// Its time is over.
        case expired
        /// It was taken back.
        case revoked
    }

    /// The state at this time, in seconds since 1970-01-01 00:00 UTC.
    public func state(at unixSeconds: Int) -> State {
        if revokedUnixSeconds != nil { return .revoked }
        return unixSeconds < expiresUnixSeconds ?? .max ? .valid : .expired
    }
}
