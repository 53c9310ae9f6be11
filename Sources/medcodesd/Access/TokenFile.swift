internal import Access
internal import CatalogModel
internal import CommandLineSupport
internal import Digests

/// The file of the setting `tokens`, written by `medcodesd token`: every token that was made, without its secret.
///
/// ```
/// {
///     '3f9a0c51d27e': { name: 'clinic-7', sha256: '…', role: 'reader', created: '…', expires: '…', revoked: '…',
///         methods: ['GetCode'], 'rate-limit': '50/200', 'concurrency-limit': '20' },
/// }
/// ```
/// `expires`, `revoked` and what limits a grant may be missing.
enum TokenFile {
    /// How many tokens there may be.
    static let tokenCountMax = 2000
    /// How long what is good no more stays in the file, for those who look into logs.
    static let endedKeptDays = 365

    /// Reads a file, in its order.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with the line of what is wrong.
    static func read(_ path: String) throws(CommandFailure) -> [TokenRecord] {
        try records(
            GuardedFile.read(
                path,
                missing: "make it, and the first token, with 'medcodesd token create --tokens \(path) --name NAME'"))
    }

    /// What stands in a file.
    static func records(_ file: SettingsFile.Group) throws(CommandFailure) -> [TokenRecord] {
        let ids = file.names
        guard ids.count <= tokenCountMax else { throw tooMany(ids.count) }
        var records: [TokenRecord] = []
        for id in ids {
            guard let group = try file.group(id) else { continue }
            records.append(try record(id: id, group, place: file.place(of: id)))
        }
        return records
    }

    /// What is said when there are too many tokens.
    static func tooMany(_ count: Int) -> CommandFailure {
        CommandFailure(
            .usage, "there would be \(count) tokens, and there may be \(tokenCountMax)",
            remedy: "those that ended over \(endedKeptDays) days ago go when a token is made; use certificates for more"
        )
    }

    private static func record(
        id: String, _ group: SettingsFile.Group, place: String
    ) throws(CommandFailure) -> TokenRecord {
        try group.requireOnly(
            ["name", "sha256", "created", "expires", "revoked"] + SettingsFile.Group.grantNames)
        let instant = "an instant, e.g. 2027-02-24T09:41:00Z"
        func required<Value>(_ name: String, _ value: Value?) throws(CommandFailure) -> Value {
            if let value { return value }
            throw CommandFailure(
                .usage, "\(place): the token '\(id)' has no \(name)", remedy: "take the entry out and make a new token")
        }
        return TokenRecord(
            id: id,
            name: try required("name", group.value("name", expected: TokenName.expected) { TokenName.read($0) }),
            digest: try required(
                "sha256", group.value("sha256", expected: "64 hexadecimal digits") { SHA256Digest(hexadecimal: $0) }),
            grant: try group.grant(),
            createdUnixSeconds: try required(
                "created", group.value("created", expected: instant) { UnixTime.read($0) }),
            expiresUnixSeconds: try group.value("expires", expected: instant) { UnixTime.read($0) },
            revokedUnixSeconds: try group.value("revoked", expected: instant) { UnixTime.read($0) })
    }
}

/// Whom a token is for, in characters that need no quoting anywhere.
enum TokenName {
    /// What may be written, for errors.
    static let expected = "1 to 64 letters, digits and '-._@:/'"

    /// The name, if it is one.
    static func read(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._@:/".utf8.contains(byte)
            }
        }
        return isName && (1...64).contains(text.utf8.count) ? text : nil
    }
}
