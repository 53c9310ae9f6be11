internal import COpenSSL
internal import Glibc

/// The names that a certificate is for (RFC 5280 section 4.2.1.6). Names of other kinds, and addresses that are none, are
/// passed over.
struct SubjectAlternativeNames {
    private(set) var dnsNames: [String] = []
    private(set) var uris: [String] = []
    private(set) var addresses: [String] = []
    private(set) var mailAddresses: [String] = []
    /// All of them, in the order of the certificate.
    private(set) var all: [String] = []

    init(of certificate: Certificate) {
        defer { extendLifetime(certificate) }
        guard let list = X509_get_ext_d2i(certificate.pointer, NID_subject_alt_name, nil, nil) else { return }
        let names = OpaquePointer(list)
        defer { GENERAL_NAMES_free(names) }
        for index in 0..<OPENSSL_sk_num(names) {
            if let name = OPENSSL_sk_value(names, index) { append(name.assumingMemoryBound(to: GENERAL_NAME.self)) }
        }
    }

    private mutating func append(_ name: UnsafePointer<GENERAL_NAME>) {
        var type: Int32 = 0
        guard let value = GENERAL_NAME_get0_value(name, &type) else { return }
        switch type {
        case GEN_DNS: append(Self.text(value), to: \.dnsNames)
        case GEN_URI: append(Self.text(value), to: \.uris)
        case GEN_EMAIL: append(Self.text(value), to: \.mailAddresses)
        case GEN_IPADD: if let address = Self.address(Self.bytes(of: value)) { append(address, to: \.addresses) }
        default: return
        }
    }

    private mutating func append(_ name: String, to kind: WritableKeyPath<Self, [String]>) {
        self[keyPath: kind].append(name)
        all.append(name)
    }

    private static func text(_ value: UnsafeRawPointer) -> String { String(decoding: bytes(of: value), as: UTF8.self) }

    /// The 4 or 16 bytes of an address as people write it.
    private static func address(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        return inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count)).map { String(cString: $0) }
    }

    private static func bytes(of string: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let string = string.assumingMemoryBound(to: ASN1_STRING.self)
        return UnsafeRawBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
    }
}
