/// Who a peer is by the certificate it has shown, which was verified: signed by an authority that this end trusts for it,
/// and valid when the connection was made. Shared by all calls of a connection.
public final class PeerIdentity: Sendable {
    /// Whom the certificate is for, as RFC 4514 writes it: `CN=clinic-7,O=Clinic`.
    public let subject: String
    /// Its names of type DNS.
    public let dnsNames: [String]
    /// Its URIs, such as a SPIFFE ID.
    public let uris: [String]
    /// Its addresses: `192.0.2.7`, `2001:db8::7`.
    public let addresses: [String]
    /// Its mail addresses.
    public let mailAddresses: [String]
    /// Its number among those of its issuer, in upper-case hexadecimal without leading zeros: `3E9`.
    public let serialNumber: String
    /// The last instant it is valid, in seconds since 1970-01-01 00:00 UTC. A connection may outlive it.
    public let notAfterUnixSeconds: Int
    /// The SHA-256 of the whole certificate, 64 digits of lower-case hexadecimal.
    public let fingerprint: String

    /// An identity; transports make them, and tests.
    public init(
        subject: String, dnsNames: [String] = [], uris: [String] = [], addresses: [String] = [],
        mailAddresses: [String] = [], serialNumber: String = "", notAfterUnixSeconds: Int = .max,
        fingerprint: String = ""
    ) {
        self.subject = subject
        self.dnsNames = dnsNames
        self.uris = uris
        self.addresses = addresses
        self.mailAddresses = mailAddresses
        self.serialNumber = serialNumber
        self.notAfterUnixSeconds = notAfterUnixSeconds
        self.fingerprint = fingerprint
    }

    /// All names the certificate is for (subject alternative names, RFC 5280 section 4.2.1.6): DNS names, URIs, addresses,
    /// mail addresses.
    public var names: [String] { dnsNames + uris + addresses + mailAddresses }
}
