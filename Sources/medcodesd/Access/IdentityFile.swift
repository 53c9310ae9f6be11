internal import Access
internal import CommandLineSupport

/// The file of the setting `identities`, written by hand: what the owners of client certificates may do, by a name in the
/// certificate.
///
/// ```
/// {
///     'loader.example': { role: 'admin' },
///     'clinic-7.example': { methods: ['GetCode', 'SearchCodes'], 'rate-limit': '50/200' },
///     '*': { 'concurrency-limit': 4 },     // certificates with none of these names
/// }
/// ```
struct IdentityFile {
    /// How many names there may be.
    static let nameCountMax = 10_000
    /// The name that stands for certificates with none of the others.
    static let others = "*"

    /// What each may do, by name.
    let identities: [String: Grant]
    /// What those may do that are not named.
    let otherIdentities: Grant

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` of status `usage` with the line of what is wrong.
    init(path: String) throws(CommandFailure) {
        let file = try GuardedFile.read(path, missing: "write it, or leave the setting identities out")
        var identities: [String: Grant] = [:]
        guard file.names.count <= Self.nameCountMax else {
            throw CommandFailure(
                .usage, "\(path) has \(file.names.count) names, and there may be \(Self.nameCountMax)",
                remedy: "let '\(Self.others)' say what most may do")
        }
        for name in file.names {
            guard !name.isEmpty, let group = try file.group(name) else {
                throw CommandFailure(.usage, "\(file.place(of: name)): a name is empty", remedy: "write the name")
            }
            try group.requireOnly(SettingsFile.Group.grantNames)
            identities[name] = try group.grant()
        }
        otherIdentities = identities.removeValue(forKey: Self.others) ?? Grant()
        self.identities = identities
    }
}
